"""Reads a topic folder into one Topic, or refuses it with the file, line and key of every fault."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from recommender import shapes
from recommender.crosschecks import cross_faults
from recommender.medicines import index_names, spell_names
from recommender.reading.lexicon_files import build_lexicon
from recommender.toml_file import Fault, KeyPath, TomlFile
from recommender.topic import (
    Card,
    Cause,
    Combination,
    Condition,
    Group,
    MedicineClass,
    Need,
    Provenance,
    Question,
    SelfCareStep,
    Sign,
    Source,
    Topic,
    Trait,
    Why,
    Withhold,
)
from recommender.topic_files import TopicFiles
from recommender.vocabulary import Action, Kind, Urgency
from recommender.word_shapes import FREE_TABLES, OWN_CLASSES, check_classes, word_faults

Table = Mapping[str, Any]
Built = TypeVar("Built")

TOPICS = Path(__file__).with_name("topics")
DEFAULT_TOPIC = TOPICS / "muscle-twitching"


class TopicError(Exception):
    """A topic folder can't be used; `faults` lists everything wrong in it, by file and line."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def load_topic(folder: Path | str = DEFAULT_TOPIC) -> Topic:
    """The topic in `folder`, ready to answer with. Raises TopicError naming every fault."""
    files, faults = _read(Path(folder))
    if faults:
        raise TopicError(faults)
    return _build(files)


def check_topic(folder: Path | str = DEFAULT_TOPIC) -> list[Fault]:
    """Every fault in a topic folder, by file and line; an empty list means that it can be used."""
    return _read(Path(folder))[1]


def _read(folder: Path) -> tuple[TopicFiles, list[Fault]]:
    faults: list[Fault] = []
    files = TopicFiles.read(folder.absolute(), TOPICS, faults)
    if not folder.is_dir():
        faults = [Fault(str(folder), 1, "the folder", "is missing", "name a folder with a topic.toml")]
    if not faults:
        faults = _shape_faults(files)
    if not faults:
        faults = cross_faults(files) + _word_faults(files)
    return files, sorted(faults)


def _shape_faults(files: TopicFiles) -> list[Fault]:
    known = files.known()
    faults: list[Fault] = []
    for file, kinds, top in files.layout():
        free = FREE_TABLES if file in (files.language, *files.words.values()) else ()
        rest = {key: value for key, value in file.data.items() if key not in kinds and key not in free}
        faults += top.check(file, (), rest, known)
        for key, (shape, listed) in kinds.items():
            for path, table in _tables(file, key, listed, faults):
                faults += [] if listed else shapes.check_id(file, path) if key != "source" else []
                faults += shape.check(file, path, table, known)
    return faults


def _word_faults(files: TopicFiles) -> list[Fault]:
    """Faults of the lexicon, for which the classes of all its files must be known."""
    faults = [
        fault for file in (files.language, *files.words.values()) for fault in check_classes(file, "class")
    ]
    if faults:
        return faults
    known = files.known()
    classes = {f"{{{name}}}" for name in files.language.data.get("class", {})} | OWN_CLASSES
    classes |= {f"{{{name}}}" for file in files.words.values() for name in file.data.get("class", {})}
    classes |= {f"{{medicine.{id}}}" for id in known["medicine"]}
    return [fault for file in files.words.values() for fault in word_faults(file, frozenset(classes), known)]


def _tables(file: TomlFile, key: str, listed: bool, faults: list[Fault]) -> list[tuple[KeyPath, Any]]:
    value = file.data.get(key, [] if listed else {})
    if not isinstance(value, list if listed else dict):
        wanted = f"must be [[{key}]] tables" if listed else f"must be [{key}.<id>] tables"
        faults.append(file.fault((key,), "is not what it should be", wanted))
        return []
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    return [((key, step), table) for step, table in pairs]


def _build(files: TopicFiles) -> Topic:
    top, questions = files.topic.data, files.questions.data
    medicines = _each(files.medicines, "medicine", _medicine)
    return Topic(
        id=files.id,
        title=top["title"],
        adult_age=top["adult_age"],
        most_suggestions=top["most_suggestions"],
        always_not_for_you_if=top["always_not_for_you_if"],
        unsure_advice={Urgency[word.upper()]: table["text"] for word, table in top["unsure"].items()},
        causes={id: _cause(id, files.causes[id]) for id in questions["causes"]},
        signs=_each(files.signs, "sign", _sign),
        combinations=tuple(
            _combination(table, files.signs) for table in files.signs.data.get("combination", ())
        ),
        conditions=_each(files.conditions, "condition", _condition),
        medicines=medicines,
        needs=_each(files.needs, "need", _need),
        traits=_each(files.traits, "trait", _trait),
        sources=_each(files.sources, "source", _source),
        cards=_each(files.topic, "card", _card),
        whys=_each(files.topic, "why", _why),
        questions=_each(files.questions, "question", _question),
        sign_groups=_groups(questions["sign_group"]),
        condition_groups=_groups(questions["condition_group"]),
        medicine_index=index_names(medicines.values()),
        medicine_spellings=spell_names(medicines.values()),
        make_lexicon=partial(
            build_lexicon,
            files.language.data | files.ordinary.data,
            {name: file.data for name, file in files.words.items()},
            medicines,
        ),
    )


def _each(file: TomlFile, key: str, build: Callable[[str, Table, TomlFile], Built]) -> dict[str, Built]:
    return {id: build(id, table, file) for id, table in file.data[key].items()}


def _provenance(table: Table, file: TomlFile) -> Provenance:
    """A rule carries its own review, or else that of its file."""
    reviewer = table.get("reviewer", file.data["reviewer"])
    reviewed_on = table.get("reviewed_on", file.data["reviewed_on"])
    return Provenance(tuple(table["source"]), table["confidence"], reviewer, reviewed_on.isoformat())


def _medicine(id: str, table: Table, file: TomlFile) -> MedicineClass:
    names = (*table["generic"], *table["brands"])
    return MedicineClass(
        id,
        table["label"],
        names,
        tuple(table.get("also", ())),
        table["may_cause_twitching"],
        table.get("how"),
        _provenance(table, file),
    )


def _condition(id: str, table: Table, file: TomlFile) -> Condition:
    return Condition(
        id=id,
        label=table["label"],
        not_for_you_if=table["not_for_you_if"],
        asked_as=table["asked_as"],
        below_age=table.get("below"),
        from_age=table.get("from"),
        implies=frozenset(table.get("implies", ())),
        from_medicines=frozenset(table.get("from_medicines", ())),
        sign=table.get("sign"),
        provenance=_provenance(table, file),
    )


def _sign(id: str, table: Table, file: TomlFile) -> Sign:
    return Sign(
        id=id,
        urgency=Urgency[table["urgency"].upper()],
        within=table.get("within"),
        ask=table["ask"],
        asked_as=table.get("asked_as", "tick"),
        advice=table["advice"],
        provenance=_provenance(table, file),
    )


def _combination(table: Table, file: TomlFile) -> Combination:
    return Combination(
        id=table["id"],
        signs=frozenset(table.get("signs", ())),
        medicine_classes=frozenset(table.get("medicines", ())),
        conditions=frozenset(table.get("conditions", ())),
        causes=frozenset(table.get("causes", ())),
        urgency=Urgency[table["urgency"].upper()],
        advice=table["advice"],
        provenance=_provenance(table, file),
    )


def _cause(id: str, file: TomlFile) -> Cause:
    table = file.data
    return Cause(
        id=id,
        label=table["label"],
        hint=table["hint"],
        mechanism=table["mechanism"],
        anchor=table["anchor"],
        needs=tuple(table["needs"]),
        sign=table.get("sign"),
        self_care=tuple(SelfCareStep(step["text"], _provenance(step, file)) for step in table["self_care"]),
        withhold=tuple(_withhold(each, file) for each in table.get("withhold", ())),
        provenance=_provenance(table, file),
    )


def _withhold(table: Table, file: TomlFile) -> Withhold:
    return Withhold(
        everything=table.get("everything", False),
        marks=frozenset(table.get("traits", ())) | {Kind(kind).mark for kind in table.get("kinds", ())},
        action=Action[table["action"].upper()],
        why=table["why"],
        provenance=_provenance(table, file),
    )


def _need(id: str, table: Table, file: TomlFile) -> Need:
    return Need(id, table["label"], table["only_for"], _provenance(table, file))


def _trait(id: str, table: Table, file: TomlFile) -> Trait:
    return Trait(id, table["label"], _provenance(table, file))


def _source(id: str, table: Table, file: TomlFile) -> Source:
    return Source(id, table["title"], table.get("address", ""))


def _card(id: str, table: Table, file: TomlFile) -> Card:
    return Card(table["title"], table["message"], tuple(table["steps"]), table.get("phone"))


def _why(id: str, table: Table, file: TomlFile) -> Why:
    return Why(Action[table["action"].upper()], table["text"])


def _question(id: str, table: Table, file: TomlFile) -> Question:
    return Question(id, table["title"], table["hint"])


def _groups(tables: list[Table]) -> tuple[Group, ...]:
    return tuple(Group(table["title"], tuple(table["members"])) for table in tables)
