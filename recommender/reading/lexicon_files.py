"""Makes a Lexicon of the word files of a topic and of the language file that all topics share."""

from collections.abc import Mapping
from typing import Any

from recommender.medicines import normalise
from recommender.reading.lexicon import Builder, Join, Lexicon, Rule
from recommender.topic import MedicineClass

Files = Mapping[str, Mapping[str, Any]]


def build_lexicon(
    language: Mapping[str, Any], words: Files, medicines: Mapping[str, MedicineClass]
) -> Lexicon:
    """The lexicon of well-formed files: `words` holds the data of each file by its name."""
    builder = Builder(language["irregular"])
    for name, members in language["class"].items():
        builder.add_class(name, members)
    _add_places(builder, words)
    _add_medicines(builder, words, medicines)
    for file in words.values():
        for name, members in file.get("class", {}).items():
            builder.add_class(name, members)
    for name, file in words.items():
        for table in file.get("rule", ()):
            builder.add_rule(_rule(name, table), table["says"])
        for table in file.get("join", ()):
            builder.add_join(Join(f"{name}.{table['id']}", table["sign"], tuple(map(tuple, table["all"]))))
    unit_days = dict(language["unit_days"])
    unit_days |= {f"{unit}s": days for unit, days in language["unit_days"].items()}
    return builder.build(
        ordinary=" ".join(language["ordinary"]).split(),
        numbers={word: float(value) for word, value in language["numbers"].items()},
        when_stopped={
            name: file["when_stopped"] == "stated" for name, file in words.items() if "when_stopped" in file
        },
        months=dict(language["months"]),
        unit_days=unit_days,
        within={part: whole for file in words.values() for part, whole in file.get("within", {}).items()},
    )


def _rule(file: str, table: Mapping[str, Any]) -> Rule:
    return Rule(
        id=f"{file}.{table['id']}",
        about=table["about"],
        target=table.get("target", table.get("cause", "")),
        kind=table.get("kind", "present"),
        has_own_not=table.get("own_not", False),
        stated_as=table.get("stated_as", "present"),
        traits=frozenset(table.get("traits", ())),
    )


def _add_places(builder: Builder, words: Files) -> None:
    for file in words.values():
        for group, names in file.get("place", {}).items():
            builder.add_class(f"place.{group}", [f"{name}+" for name in names])
    builder.add_class("place.eye", ["eyes"])


def _add_medicines(builder: Builder, words: Files, medicines: Mapping[str, MedicineClass]) -> None:
    """Each name stands in its class, and in one of `medicine`, `relief` or `supplement` by what it is for."""
    supplements = {id for file in words.values() for id in file.get("not_a_cause", ())}
    relief = {id for file in words.values() for id in file.get("relief", ())}
    for id, medicine in medicines.items():
        kind = "supplement" if id in supplements else "relief" if id in relief else "medicine"
        plurals = (f"{name}s" for name in medicine.also if name[-1:].isalpha() and name[-1:] != "s")
        names = [name for name in (*medicine.names, *medicine.also, *plurals) if not name.isdigit()]
        for name in names:
            spelled = _spellings(name)
            builder.add_class(f"medicine.{id}", spelled)
            builder.add_class(kind, spelled)


def _spellings(name: str) -> list[str]:
    """A name as a text has it once it is plain: without marks, and brands also without what follows them."""
    letters = " ".join(normalise(name))
    found = [_digits_apart(letters)]
    last = letters.split()[-1]
    if len(letters.split()) > 1 and (last in ("xl", "sr", "mr") or last.isdigit()):
        found.append(" ".join(letters.split()[:-1]))
    if "'" in name or "’" in name:
        found.append(" ".join(name.casefold().replace("’", "'").split()))
    return found


def _digits_apart(letters: str) -> str:
    spaced = ""
    for before, each in zip(" " + letters, letters, strict=False):
        spaced += f" {each}" if before.isdigit() != each.isdigit() and before != " " and each != " " else each
    return " ".join(spaced.split())
