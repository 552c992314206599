"""Knows how each public source of the posts was cut into texts; a text's id is a hash of exactly that cut."""

import csv
import io
import json
import pickletools
import re
import zipfile
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

Cut = Callable[[bytes], Iterator[str]]
csv.field_size_limit(10**9)


def _rows(raw: bytes, delimiter: str = ",") -> "csv.DictReader[str]":
    return csv.DictReader(io.StringIO(raw.decode("utf-8-sig", "replace"), newline=""), delimiter=delimiter)


def _join(*parts: str | None) -> str:
    return "\n\n".join(part.strip() for part in parts if part and part.strip())


def columns(*names: str, delimiter: str = ",") -> Cut:
    """Title and body of a table, joined by a blank line."""
    return lambda raw: (_join(*(row[name] for name in names)) for row in _rows(raw, delimiter))


def _questions(raw: bytes) -> Iterator[str]:
    for row in json.loads(raw.decode("utf-8-sig", "replace")):
        title = (row.get("question") or "").strip()
        body = re.sub(r"[ \t]*\n[ \t\n]*", "\n", (row.get("question_text") or "").strip())
        same = re.sub(r"\W", "", title.lower()) == re.sub(r"\W", "", body.lower())
        yield _join("" if same else title, body)


def _prompts(raw: bytes) -> Iterator[str]:
    return ((row["prompt"] or "").strip() for row in json.loads(raw.decode("utf-8-sig", "replace")))


def _pickled(raw: bytes) -> Iterator[str]:
    """The texts in a pickle, which is scanned and never loaded."""
    for _, value, _ in pickletools.genops(raw):
        if isinstance(value, str) and len(value) > 12:
            yield value.strip()


def _sheet(raw: bytes) -> Iterator[str]:
    book = zipfile.ZipFile(io.BytesIO(raw))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - a file the user chose
    shared = ["".join(t.text or "" for t in each.iter(f"{space}t")) for each in strings.iter(f"{space}si")]
    for name in sorted(each for each in book.namelist() if re.match(r"xl/worksheets/sheet\d+\.xml", each)):
        for cell in ElementTree.fromstring(book.read(name)).iter(f"{space}c"):  # noqa: S314
            value = cell.find(f"{space}v")
            if (cell.get("r") or "").startswith("B") and cell.get("t") == "s" and value is not None:
                text = re.sub(r"^SUBJECT:\s*", "", shared[int(value.text or 0)])
                yield re.sub(r"\nMESSAGE:\s*", "\n\n", text).strip()


def _live_questions(raw: bytes) -> Iterator[str]:
    for question in ElementTree.fromstring(raw):  # noqa: S314
        parts = (each for each in question.iter() if each.tag.upper() in ("SUBJECT", "MESSAGE"))
        yield _join(*(" ".join((part.text or "").split()) for part in parts))


def _posts_with_type(raw: bytes) -> Iterator[str]:
    return (_join(row["Title"], row["Text"]) for row in _rows(raw) if row["Type"] == "Post")


def _second_field(raw: bytes) -> Iterator[str]:
    read = csv.reader(io.StringIO(raw.decode("utf-8-sig", "replace"), newline=""))
    return (row[1].strip() for row in read if len(row) > 2)


def _before_question(raw: bytes) -> Iterator[str]:
    for row in _rows(raw):
        text = re.split(r"\s*Question:", row.get("post") or row.get("query") or "")[0]
        yield re.sub(r"^Post:\s*", "", text).strip()


def _drug_reviews(raw: bytes) -> Iterator[str]:
    for row in _rows(raw, "\t"):
        head = f"{row['urlDrugName']} ({row['condition']})"
        yield _join(head, row["benefitsReview"], row["sideEffectsReview"], row["commentsReview"])


CUTS: tuple[tuple[str, Cut], ...] = (
    (r"LasseRegin/medical-question-answer-data:.*", _questions),
    (r"ItsAkilesh/DiagnosisAI:.*", columns("short_question")),
    (r"lindafei01/sudoKey:.*\.csv", columns("input")),
    (r"lindafei01/sudoKey:.*\.json", _prompts),
    (r"KhalilMrini/Medical-Question-Answering:.*", _pickled),
    (r"abachaa/MeQSum:.*", _sheet),
    (r"abachaa/LiveQA_MedicalTask_TREC2017:.*", _live_questions),
    (r"clayang3/reddit-disease-categorization:.*", columns("Title", "Body")),
    (r"memomo119/mental_health_nlp:.*", columns("selftext")),
    (r"ksushrut/LLMProject:.*", _posts_with_type),
    (r"sammartinoj/Mental-Health-Classification:.*", _second_field),
    (r"oneMaximus/mental-health-datasets-and-ai:.*", columns("Title", "Description", delimiter=";")),
    (r"nlei1/csvs-for-proj:data\.csv", columns("chunk")),
    (r"nlei1/csvs-for-proj:.*\.tsv", _drug_reviews),
    (r"gillian850413/Insight_Stress_Analysis:.*", columns("text")),
    (r"SteveKGYang/MentalLLaMA:.*", _before_question),
    (r"annkristinbalve/Textual-Features-of-medical-drug-satisfaction:.*", columns("Drug", "Review")),
    (r"(eugenekhoo1/project_3|michaelxiaoyk/.*|yegmor/NLPProject|s-zafar/RedditPostClassifier):.*",
     columns("title", "selftext")),
    (r"EricPmWong/GA:.*", columns("0")),
)  # fmt: skip
"""For each source, `owner/repository:path`, the way its texts are cut."""
