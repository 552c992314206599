"""Rules that hold between the tables and files of a topic, and that no single table can show."""

import string
from collections import Counter
from collections.abc import Iterable

from recommender.problems import one_of
from recommender.toml_file import Fault, KeyPath, TomlFile
from recommender.topic_files import TopicFiles
from recommender.vocabulary import Urgency

CARDS = (
    "emergency",
    "today",
    "today_not_sure",
    "gp_days",
    "gp_routine",
    "pharmacist",
    "self_care",
    "not_answered",
)
UNSURE = ("emergency", "today", "gp", "pharmacist")
QUESTIONS = ("causes", "signs", "age", "pregnant", "breastfeeding", "conditions", "medicines")
WHYS: dict[str, frozenset[str]] = {
    "urgency": frozenset(),
    "signs_not_answered": frozenset(),
    "under_age": frozenset(),
    "pregnant_or_breastfeeding": frozenset(),
    "minimum_age": frozenset({"age"}),
    "unconfirmed": frozenset(),
    "kind_unknown": frozenset(),
    "age_not_answered": frozenset(),
    "pregnancy_not_answered": frozenset(),
    "conditions_not_answered": frozenset(),
    "condition_not_answered": frozenset({"condition"}),
    "medicines_not_answered": frozenset(),
    "unrecognised_medicine": frozenset({"medicine"}),
    "exclusive_group": frozenset({"other"}),
    "already_covered": frozenset({"other"}),
    "enough_shown": frozenset({"most"}),
}
"""The rules the code applies by name, with the blanks each sentence has."""


def cross_faults(files: TopicFiles) -> list[Fault]:
    """Every fault between tables; called only when each table by itself is right."""
    return [
        *_named_tables(files.topic, "card", CARDS),
        *_named_tables(files.topic, "unsure", UNSURE),
        *_named_tables(files.topic, "why", WHYS),
        *_named_tables(files.questions, "question", QUESTIONS),
        *_why_faults(files),
        *_sign_faults(files),
        *_combination_faults(files),
        *_condition_faults(files),
        *_medicine_faults(files),
        *_cause_faults(files),
        *_group_faults(files),
    ]


def _named_tables(file: TomlFile, table: str, names: Iterable[str]) -> list[Fault]:
    """A table whose keys the code knows by name must have just those keys."""
    found = file.data.get(table, {})
    wanted = list(names)
    missing = [name for name in wanted if name not in found]
    strange = [name for name in found if name not in wanted]
    return [file.fault((table, name), "is missing", "the code needs it") for name in missing] + [
        file.fault((table, name), "is not known to the code", f"must be {one_of(wanted)}") for name in strange
    ]


def _why_faults(files: TopicFiles) -> list[Fault]:
    faults = []
    for name, table in files.topic.data.get("why", {}).items():
        allowed = WHYS.get(name, frozenset())
        path = ("why", name, "text")
        try:
            blanks = {
                blank for _, blank, _, _ in string.Formatter().parse(table["text"]) if blank is not None
            }
        except ValueError:
            faults.append(files.topic.fault(path, "has a brace on its own", "write blanks as {name}"))
            continue
        if blanks - allowed:
            faults.append(
                files.topic.fault(
                    path, f"has the blank {one_of(blanks - allowed)}", f"may have {one_of(allowed) or 'none'}"
                )
            )
    return faults


def _sign_faults(files: TopicFiles) -> list[Fault]:
    file, faults = files.signs, []
    seen: dict[str, str] = {}
    for id, table in file.data.get("sign", {}).items():
        if (table["urgency"] == "gp") != ("within" in table):
            faults.append(
                file.fault(
                    ("sign", id, "within"), "is missing or too much", "signs for the GP say it, no others"
                )
            )
        asked_as = table.get("asked_as", "tick")
        if asked_as != "tick" and asked_as in seen:
            wrong = f'is "{asked_as}", like {seen[asked_as]}'
            faults.append(file.fault(("sign", id, "asked_as"), wrong, "only one sign may be"))
        seen[asked_as] = id
    for asked_as in ("age", "pregnancy", "medicines", "none_of_these"):
        if asked_as not in seen:
            faults.append(
                file.fault(("sign",), f'has none with asked_as = "{asked_as}"', "one sign must have it")
            )
    return faults


def _combination_faults(files: TopicFiles) -> list[Fault]:
    file, faults = files.signs, []
    signs = file.data.get("sign", {})
    tables = file.data.get("combination", [])
    for number, table in enumerate(tables):
        path: KeyPath = ("combination", number, "id")
        parts = [key for key in ("signs", "medicines", "conditions", "causes") if key in table]
        if len(parts) < 2:
            faults.append(file.fault(path, "joins fewer than two things", "name signs and something else"))
        alone = max(
            (_urgency(signs[id]["urgency"]) for id in table.get("signs", ())), default=Urgency.SELF_CARE
        )
        if _urgency(table["urgency"]) < alone:
            faults.append(
                file.fault(
                    ("combination", number, "urgency"),
                    "is lower than one of its signs alone",
                    f"must be {alone.word} or more",
                )
            )
        if table["id"] in signs or [each["id"] for each in tables].count(table["id"]) > 1:
            faults.append(file.fault(path, f'"{table["id"]}" is taken', "must be its own"))
    return faults


def _condition_faults(files: TopicFiles) -> list[Fault]:
    file, faults = files.conditions, []
    for id, table in file.data.get("condition", {}).items():
        if (table["asked_as"] == "age") != (("below" in table) != ("from" in table)):
            right = "conditions of age have one of below and from, no others do"
            faults.append(file.fault(("condition", id, "asked_as"), "does not fit its ages", right))
        if (table["asked_as"] == "derived-from-medicines") != ("from_medicines" in table):
            right = "derived-from-medicines goes with from_medicines"
            faults.append(file.fault(("condition", id, "asked_as"), "does not fit from_medicines", right))
    return faults


def _medicine_faults(files: TopicFiles) -> list[Fault]:
    file, faults = files.medicines, []
    for id, table in file.data.get("medicine", {}).items():
        names = Counter(
            name.casefold() for name in (*table["generic"], *table["brands"], *table.get("also", ()))
        )
        for name in (name for name, times in names.items() if times > 1):
            faults.append(file.fault(("medicine", id), f"names {name} twice", "once is enough"))
        if table["may_cause_twitching"] != ("how" in table):
            faults.append(
                file.fault(
                    ("medicine", id, "how"), "is missing or too much", "say how, if and only if it may"
                )
            )
    return faults


def _cause_faults(files: TopicFiles) -> list[Fault]:
    faults = []
    for file in files.causes.values():
        if len(file.data.get("self_care", ())) < 2:
            faults.append(
                file.fault(("self_care",), "has fewer than two steps", "give two free steps or more")
            )
        for number, table in enumerate(file.data.get("withhold", ())):
            if not (table.get("everything") or table.get("kinds") or table.get("traits")):
                right = "say everything, kinds or traits"
                faults.append(file.fault(("withhold", number), "keeps nothing away", right))
    left_out = frozenset(files.causes) - frozenset(files.questions.data.get("causes", ()))
    faults += [
        files.questions.fault(("causes",), f"leaves out {id}", "list every cause") for id in sorted(left_out)
    ]
    return faults


def _group_faults(files: TopicFiles) -> list[Fault]:
    signs, conditions = files.signs.data.get("sign", {}), files.conditions.data.get("condition", {})
    ticked_signs = {id for id, table in signs.items() if table.get("asked_as", "tick") == "tick"}
    asked = ("tick", "derived-from-medicines")
    ticked_conditions = {id for id, table in conditions.items() if table["asked_as"] in asked}
    faults = []
    for key, wanted in (("sign_group", ticked_signs), ("condition_group", ticked_conditions)):
        groups = files.questions.data.get(key, [])
        times = Counter(member for group in groups for member in group["members"])
        for id in sorted(wanted | times.keys()):
            if times[id] != (1 if id in wanted else 0):
                right = "each is asked once, and only those that are ticked"
                faults.append(files.questions.fault((key, 0), f"asks {id} {times[id]} times", right))
    return faults


def _urgency(word: str) -> Urgency:
    return Urgency[word.upper()]
