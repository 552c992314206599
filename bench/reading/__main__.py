"""`make evaluate`: how well free text is read, beside keywords and two clinical negation tools."""

import argparse
import os
import sys
from pathlib import Path

from bench.reading import keywords, ours, page, peers, picture, tables
from bench.reading.cases import Case, CasesError, load_lay, load_posts
from bench.reading.measures import Found
from bench.reading.tables import Measured
from recommender import Topic, load_topic

ROOT = Path(__file__).parents[2]
LAY = ROOT / "tests" / "evaluation" / "lay"
PAGE, PICTURE = ROOT / "docs" / "reading.md", ROOT / "docs" / "pictures" / "reading.svg"
HOW_TO_POSTS = """\
{file}: no such file. The posts are other people's words and may not be handed on, so they aren't kept here.
Join the labels (labels_dev.jsonl) with clones of the public repositories they name:
  .venv/bin/python -m bench.reading.rebuild --labels LABELS --clones FOLDER --out {file}"""


def main() -> int:
    """Measure, print, and with --write put docs/reading.md and its picture on disk; 2 for unusable input."""
    asked = _asked()
    topic = load_topic()
    try:
        sets: dict[str, list[Case]] = {}
        if asked.lay.is_dir() or not asked.posts:
            sets["Lay sentences"] = load_lay(asked.lay, tuple(topic.signs))
        if asked.posts:
            if not asked.posts.is_file():
                raise CasesError(HOW_TO_POSTS.format(file=asked.posts))
            sets["Posts from public forums"] = load_posts(asked.posts)
    except (CasesError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    measured = [_measure(name, cases, topic, with_peers=not asked.no_peers) for name, cases in sets.items()]
    for one in measured:
        print(f"\n## {one.name}\n\n{page.sections(one)}")
        if asked.errors:
            print(f"\n### Every text read wrongly\n\n{tables.each_wrong(one)}")
    if not asked.posts:
        print("\nPosts are left out: give their file with --posts FILE or READING_POSTS.")
    if asked.write:
        command = 'make evaluate ARGS="--write' + (' --posts FILE"' if asked.posts else '"')
        page.write(PAGE, measured, command)
        PICTURE.write_text(picture.draw(measured), encoding="utf-8")
        print(f"\nWritten: {PAGE.relative_to(ROOT)}, {PICTURE.relative_to(ROOT)}")
    return 0


def _asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="make evaluate ARGS=…", description=__doc__)
    posts = os.environ.get("READING_POSTS")
    words.add_argument("--lay", type=Path, default=LAY, help="folder of lay sentences (.toml)")
    words.add_argument(
        "--posts", type=Path, default=Path(posts) if posts else None,
        help="posts joined with labels (JSON lines); else READING_POSTS",
    )  # fmt: skip
    words.add_argument("--errors", action="store_true", help="also print each text that was read wrongly")
    words.add_argument("--no-peers", action="store_true", help="leave negspacy and medspaCy out")
    words.add_argument("--write", action="store_true", help="write docs/reading.md and its picture")
    return words.parse_args()


def _measure(name: str, cases: list[Case], topic: Topic, *, with_peers: bool) -> Measured:
    terms = keywords.load_terms()
    found: dict[str, list[Found]] = {
        "Recommender": ours.read_all(cases, topic),
        "Keywords": keywords.read_all(cases, terms),
    }
    absent = []
    for peer in peers.PEERS if with_peers else ():
        try:
            found[peer.label] = peers.read_all(peer, cases, terms)
        except peers.PeerError as error:
            print(error, file=sys.stderr)
            absent.append(str(error))
    return Measured(name, cases, found, ours.time_pieces(cases, topic), absent)


if __name__ == "__main__":
    sys.exit(main())
