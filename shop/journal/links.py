"""Decides where a text of ours may link to, so that no reader meets a dead end or an advertisement."""

from collections.abc import Iterable, Sequence, Set

from shop.journal.mistakes import Mistake
from shop.journal.models import Article

# What the page's own template adds around the text.
PAGE_ANCHORS = frozenset({"care", "sources", "related", "ingredients", "method"})
_SHELVES = frozenset({"/read", "/recipes", "/questions"})
_OTHER_ROOMS = frozenset({"/guide", "/stockists"})
_PHONES = frozenset({"tel:999", "tel:111", "tel:116123"})


def wrong_links(articles: Sequence[Article], unread: Set[str] = frozenset()) -> Iterable[Mistake]:
    """Every link of every text that leads nowhere, or somewhere an editorial page must not lead.

    Links to a slug in `unread` are let pass: that file has its own mistakes to put right first.
    """
    by_url = {article.url: article for article in articles}
    for article in articles:
        for link in article.body.links:
            advice = _what_is_wrong(link, article, by_url)
            if advice and link.partition("#")[0].rpartition("/")[2] not in unread:
                yield Mistake(article.file, f"link {link}", advice)


def _what_is_wrong(link: str, article: Article, by_url: dict[str, Article]) -> str:
    if link in _PHONES | _SHELVES | _OTHER_ROOMS:
        return ""
    if link.startswith("/shop"):
        # The ASA counts a text that links to a product as advertising for it (Mills & Reeve, June 2024).
        return "an article that links to a product is an advertisement for it; link to /guide or /stockists"
    if link.startswith(("http:", "https:")):
        return "pages elsewhere belong in references.toml, cited as [^KEY]"
    url, _, anchor = link.partition("#")
    target = by_url.get(url) if url else article
    if target is None:
        return "leads nowhere; right are the addresses of our own articles, questions and recipes"
    if anchor and anchor not in target.body.anchors | PAGE_ANCHORS:
        return (
            f"{target.file} has no heading with that anchor; it has {', '.join(sorted(target.body.anchors))}"
        )
    return ""
