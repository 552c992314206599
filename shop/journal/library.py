"""Reads every content file once and refuses to start on a mistake, so that no reader meets a broken page."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from shop.journal import front_matter
from shop.journal.links import wrong_links
from shop.journal.mistakes import BadContent, Mistake
from shop.journal.models import Article, Body, CareCard, Library, Recipe, Reference
from shop.journal.rendering import render
from shop.journal.shared_files import CARE, REFERENCES, read_care_cards, read_references

CONTENT = Path(__file__).parent / "content"

_KINDS_IN = {"articles": ("article", "warm-up"), "questions": ("question",), "recipes": ("recipe",)}


@cache
def shipped_library() -> Library:
    """The library that comes with the shop, read on first use and kept for the life of the process.

    Raises BadContent as `load_library` does.
    """
    return load_library(CONTENT)


def load_library(folder: Path) -> Library:
    """Reads `articles/`, `questions/` and `recipes/` with their references and care cards.

    Returns the library, newest first. Raises BadContent listing every mistake of every file at once.
    """
    references, mistakes = read_references(folder)
    cards, more = read_care_cards(folder)
    mistakes += more
    articles: list[Article] = []
    unread: set[str] = set()
    for shelf in _KINDS_IN:
        for path in sorted((folder / shelf).glob("*.md")):
            article, more = _read_article(path, shelf, references, cards)
            mistakes += more
            if article:
                articles.append(article)
            else:
                unread.add(path.stem)
    mistakes += _mistakes_between(articles, references, unread)
    if mistakes:
        raise BadContent(mistakes)
    return Library(tuple(sorted(articles, key=_newest_first)))


def _newest_first(article: Article) -> tuple[int, int, str]:
    # Of one day's texts the overview stands before those it leads to.
    return -article.updated_on.toordinal(), -len(article.causes), article.title


def _read_article(
    path: Path, shelf: str, references: Mapping[str, Reference], cards: Mapping[str, CareCard]
) -> tuple[Article | None, list[Mistake]]:
    file = f"{shelf}/{path.name}"
    raw, markdown, mistakes = front_matter.split(file, path.read_text("utf-8"))
    if mistakes:
        return None, mistakes
    values, mistakes = front_matter.check(file, raw)
    body = render(markdown, references)
    mistakes += _wrong_place(file, shelf, values)
    mistakes += _wrong_body(file, body)
    mistakes += _wrong_references(file, values.pop("references", None), body, references)
    mistakes += _missing_anchors(file, values.get("causes", {}), body)
    if "care" in values:
        card = cards.get(values["care"])
        if card is None:
            advice = f"{values['care']!r} is no card of {CARE}; right are {', '.join(sorted(cards))}"
            mistakes.append(Mistake(file, "care", advice))
        values["care"] = card
    if mistakes:
        return None, mistakes
    return _KIND_CLASSES.get(values["kind"], Article)(body=body, file=file, **values), []


_KIND_CLASSES: dict[str, type[Article]] = {"recipe": Recipe}


def _wrong_place(file: str, shelf: str, values: Mapping[str, Any]) -> Iterable[Mistake]:
    stem = Path(file).stem
    if values.get("slug", stem) != stem:
        yield Mistake(file, "slug", f"{values['slug']!r} differs from the file's name; right is {stem!r}")
    if values.get("kind", _KINDS_IN[shelf][0]) not in _KINDS_IN[shelf]:
        yield Mistake(file, "kind", f"files in {shelf}/ are of kind {' or '.join(_KINDS_IN[shelf])}")


def _wrong_body(file: str, body: Body) -> Iterable[Mistake]:
    for heading in body.headings:
        if heading.level == 1:
            advice = "a heading with one # is a second title; begin with ##"
            yield Mistake(file, f"heading “{heading.text}”", advice)
    for anchor, count in Counter(heading.anchor for heading in body.headings).items():
        if count > 1:
            yield Mistake(
                file, f"anchor {anchor}", f"is used {count} times; give one heading its own {{#anchor}}"
            )


def _wrong_references(
    file: str, listed: Sequence[str] | None, body: Body, references: Mapping[str, Reference]
) -> Iterable[Mistake]:
    if listed is None:
        return
    for key in sorted({*listed, *body.cited} - references.keys()):
        yield Mistake(
            file, f"reference {key}", f"{REFERENCES} has no such key; add it there or correct it here"
        )
    for key in sorted(set(listed) & references.keys() - set(body.cited)):
        yield Mistake(
            file, f"reference {key}", f"is listed but never cited; cite it as [^{key}] or take it out"
        )
    for key in sorted(set(body.cited) - set(listed)):
        yield Mistake(file, f"reference {key}", "is cited but not listed; add it to references")


def _missing_anchors(file: str, causes: Mapping[str, str], body: Body) -> Iterable[Mistake]:
    for cause, anchor in causes.items():
        if anchor not in body.anchors:
            there = ", ".join(sorted(body.anchors)) or "none"
            yield Mistake(file, f"causes.{cause}", f"no heading has the anchor {anchor!r}; there are {there}")


def _mistakes_between(
    articles: Sequence[Article], references: Mapping[str, Reference], unread: set[str]
) -> Iterable[Mistake]:
    """Mistakes that show only when files are seen together; what points to an unread file is not blamed."""
    slugs: dict[str, list[str]] = {}
    for article in articles:
        slugs.setdefault(article.slug, []).append(article.file)
    for slug, files in slugs.items():
        for file in files[1:]:
            yield Mistake(file, "slug", f"{slug!r} is taken by {files[0]}; choose another")
    for article in articles:
        for slug in article.related:
            if slug == article.slug or slug not in slugs.keys() | unread:
                yield Mistake(
                    article.file, f"related {slug}", "is no other article, question or recipe of ours"
                )
    yield from wrong_links(articles, unread)
    if not unread:
        cited = {key for article in articles for key in article.body.cited}
        for key in sorted(references.keys() - cited):
            yield Mistake(REFERENCES, key, "is cited by no file; cite it or take it out")
