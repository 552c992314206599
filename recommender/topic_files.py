"""Which files make up a topic, where they are found, and which tables each may hold."""

from dataclasses import dataclass
from pathlib import Path

from recommender import shapes, word_shapes
from recommender.shapes import Shape
from recommender.toml_file import Fault, TomlFile, read_toml

Layout = tuple[TomlFile, dict[str, tuple[Shape, bool]], Shape]
"""A file, its kinds of tables (each with its shape, and whether it is a `[[list]]`), its other keys."""


@dataclass(frozen=True)
class TopicFiles:
    """Every file of one topic, read but not yet understood."""

    id: str
    sources: TomlFile
    needs: TomlFile
    traits: TomlFile
    conditions: TomlFile
    medicines: TomlFile
    topic: TomlFile
    signs: TomlFile
    questions: TomlFile
    causes: dict[str, TomlFile]
    language: TomlFile
    ordinary: TomlFile
    words: dict[str, TomlFile]

    @staticmethod
    def read(folder: Path, shared: Path, faults: list[Fault]) -> "TopicFiles":
        """Read a topic folder; files that topics share stand beside it, or else in `shared`."""

        def beside(name: str) -> TomlFile:
            own = folder.parent / name
            return read_toml(own if own.exists() else shared / name, name, faults)

        def inside(name: str) -> TomlFile:
            return read_toml(folder / name, f"{folder.name}/{name}", faults)

        causes = sorted(path.name for path in (folder / "causes").glob("*.toml"))
        if not causes:
            name = f"{folder.name}/causes"
            faults.append(Fault(name, 1, "the folder", "holds no cause", "add causes/<cause>.toml"))
        return TopicFiles(
            id=folder.name,
            sources=beside("sources.toml"),
            needs=beside("needs.toml"),
            traits=beside("traits.toml"),
            conditions=beside("conditions.toml"),
            medicines=beside("medicines.toml"),
            topic=inside("topic.toml"),
            signs=inside("signs.toml"),
            questions=inside("questions.toml"),
            causes={name.removesuffix(".toml"): inside(f"causes/{name}") for name in causes},
            language=beside("language.toml"),
            ordinary=beside("ordinary.toml"),
            words={
                path.stem: inside(f"words/{path.name}") for path in sorted((folder / "words").glob("*.toml"))
            },
        )

    def known(self) -> shapes.Known:
        """The ids that exist, by what they are."""
        return {
            "source": _keys(self.sources, "source"),
            "need": _keys(self.needs, "need"),
            "trait": _keys(self.traits, "trait"),
            "condition": _keys(self.conditions, "condition"),
            "medicine": _keys(self.medicines, "medicine"),
            "sign": _keys(self.signs, "sign"),
            "cause": frozenset(self.causes),
        }

    def layout(self) -> list[Layout]:
        """What each file may hold."""
        return [
            (self.sources, {"source": (shapes.SOURCE, False)}, shapes.NOTHING_ELSE),
            (self.needs, {"need": (shapes.NEED, False)}, shapes.REVIEWED),
            (self.traits, {"trait": (shapes.TRAIT, False)}, shapes.REVIEWED),
            (self.conditions, {"condition": (shapes.CONDITION, False)}, shapes.REVIEWED),
            (self.medicines, {"medicine": (shapes.MEDICINE, False)}, shapes.MEDICINES),
            (
                self.topic,
                {"card": (shapes.CARD, False), "why": (shapes.WHY, False), "unsure": (shapes.UNSURE, False)},
                shapes.TOPIC,
            ),
            (
                self.signs,
                {"sign": (shapes.SIGN, False), "combination": (shapes.COMBINATION, True)},
                shapes.REVIEWED,
            ),
            (
                self.questions,
                {
                    "question": (shapes.QUESTION, False),
                    "sign_group": (shapes.GROUP_OF_SIGNS, True),
                    "condition_group": (shapes.GROUP_OF_CONDITIONS, True),
                },
                shapes.QUESTIONS,
            ),
            (self.language, _FREE, word_shapes.LANGUAGE),
            (self.ordinary, {}, word_shapes.ORDINARY),
            *((file, _WORDS, word_shapes.WORDS) for file in self.words.values()),
            *(
                (
                    file,
                    {"self_care": (shapes.SELF_CARE, True), "withhold": (shapes.WITHHOLD, True)},
                    shapes.CAUSE,
                )
                for file in self.causes.values()
            ),
        ]


_FREE: dict[str, tuple[Shape, bool]] = {}
_WORDS = {"rule": (word_shapes.RULE, True), "join": (word_shapes.JOIN, True)}


def _keys(file: TomlFile, table: str) -> frozenset[str]:
    found = file.data.get(table, {})
    return frozenset(found) if isinstance(found, dict) else frozenset()
