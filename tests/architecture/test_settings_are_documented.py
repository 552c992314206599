"""What the README says of the settings is what the shop reads."""

import re

from shop.settings import ROOT, Environment


def test_every_setting_stands_in_the_readme_with_what_it_does() -> None:
    rows = dict(
        re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", (ROOT / "README.md").read_text(), flags=re.MULTILINE)
    )

    assert rows == {name: field.metadata["about"] for name, field in Environment().fields.items()}


def test_every_requirement_is_pinned_exactly_and_says_why() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = [
            line
            for line in (ROOT / name).read_text().splitlines()
            if line and not line.startswith(("#", "-r"))
        ]

        assert [
            line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.\-\[\]]+==[\w.]+\s+# .+", line)
        ] == []
