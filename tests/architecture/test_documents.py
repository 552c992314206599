"""Documents lead somewhere: every relative link of the README and of docs/ names a file that exists."""

import re
from pathlib import Path

import pytest

from shop.settings import ROOT

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_of_the_document_leads_to_a_file(document: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", document.read_text())

    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [path.name.partition("-")[0] for path in sorted((ROOT / "docs/decisions").glob("*.md"))]

    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
