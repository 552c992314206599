"""Joins the labels of the posts with the texts in clones of the public repositories that they name."""

import argparse
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

from bench.reading.cuts import CUTS


class SourceError(Exception):
    """A source that can't be read; the message names it and what to do."""


def main() -> int:
    """Write the joined file; 1 when a source or a post is missing, each said in a line."""
    asked = _asked()
    wanted: dict[str, dict[str, object]] = {}
    for line in asked.labels.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        wanted[row["id"]] = row
    texts: dict[str, str] = {}
    for source in sorted({str(row["source"]) for row in wanted.values()}):
        try:
            texts |= _texts(source, asked.clones, wanted)
        except SourceError as error:
            print(error, file=sys.stderr)
    rows = [json.dumps(wanted[id] | {"text": texts[id]}, ensure_ascii=False) for id in sorted(texts)]
    asked.out.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(texts)} of {len(wanted)} posts in {asked.out}")
    return 0 if len(texts) == len(wanted) else 1


def _asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python -m bench.reading.rebuild", description=__doc__)
    words.add_argument("--labels", type=Path, required=True, help="labels, one JSON object a line")
    words.add_argument(
        "--clones", type=Path, required=True,
        help="folder of clones: OWNER+NAME, OWNER+NAME/repo or OWNER/NAME, with or without a work tree",
    )  # fmt: skip
    words.add_argument(
        "--out", type=Path, required=True, help="where the joined posts go; never into a repository"
    )
    return words.parse_args()


def _texts(source: str, clones: Path, wanted: dict[str, dict[str, object]]) -> dict[str, str]:
    """The wanted texts of one source by id: the first 16 hex digits of the text's SHA-256."""
    cut = next((cut for pattern, cut in CUTS if re.fullmatch(pattern, source)), None)
    if cut is None:
        raise SourceError(f"{source}: not known how it is cut into texts")
    found = {}
    for text in cut(_file(source, clones)):
        id = hashlib.sha256(text.encode()).hexdigest()[:16]
        if id in wanted and wanted[id]["source"] == source:
            found[id] = text
    return found


def _file(source: str, clones: Path) -> bytes:
    repository, path = source.split(":", 1)
    joined = repository.replace("/", "+")
    for folder in (clones / joined / "repo", clones / joined, clones / repository):
        if folder.is_dir():
            shown = subprocess.run(["git", "-C", str(folder), "show", f"HEAD:{path}"], capture_output=True)
            if shown.returncode == 0:
                return shown.stdout
    raise SourceError(
        f"{source}: not in {clones}; clone https://github.com/{repository} to {clones / joined}"
    )


if __name__ == "__main__":
    sys.exit(main())
