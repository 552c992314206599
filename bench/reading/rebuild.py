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
    """Write the joined file; 1 when a source or a post is missing, each said in a line; 2 for bad labels."""
    asked = _asked()
    try:
        wanted = labels(asked.labels)
    except (SourceError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    texts: dict[str, str] = {}
    for source in sorted({str(row["source"]) for row in wanted.values()}):
        try:
            texts |= texts_of(source, asked.clones, wanted)
        except SourceError as error:
            print(error, file=sys.stderr)
    rows = [json.dumps(wanted[id] | {"text": texts[id]}, ensure_ascii=False) for id in sorted(texts)]
    asked.out.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(texts)} of {len(wanted)} posts in {asked.out}")
    return 0 if len(texts) == len(wanted) else 1


def labels(file: Path) -> dict[str, dict[str, object]]:
    """The labels by id, from one JSON object a line. Raises SourceError, naming the first bad line."""
    found: dict[str, dict[str, object]] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            found[row["id"]] = row
            _ = row["source"].index(":")
        except (ValueError, KeyError, TypeError, AttributeError):
            raise SourceError(
                f"{file}:{number}: must be an object with id and source (OWNER/NAME:PATH)"
            ) from None
    return found


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


def texts_of(source: str, clones: Path, wanted: dict[str, dict[str, object]]) -> dict[str, str]:
    """The wanted texts of one source by id, which begins the SHA-256 of the text. Raises SourceError."""
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
