"""Finds what there is to read, for the journal's pages and for the guide that points to them."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TypeVar

from shop.errors import NotFound
from shop.journal.library import shipped_library
from shop.journal.models import Article, Library, Reading, Recipe

SUGGESTIONS_MAX = 3

AnyArticle = TypeVar("AnyArticle", bound=Article)


def all_articles(library: Library | None = None) -> tuple[Article, ...]:
    """Articles and warm-ups, newest first."""
    return (library or shipped_library()).of_kind("article", "warm-up")


def all_questions(library: Library | None = None) -> tuple[Article, ...]:
    """Answered questions, newest first."""
    return (library or shipped_library()).of_kind("question")


def all_recipes(library: Library | None = None) -> tuple[Recipe, ...]:
    """Recipes, newest first."""
    shelf = (library or shipped_library()).of_kind("recipe")
    return tuple(recipe for recipe in shelf if isinstance(recipe, Recipe))


def find_any(slug: str, library: Library | None = None) -> Article | None:
    """Whatever has this slug, of any kind, or None."""
    for article in (library or shipped_library()).articles:
        if article.slug == slug:
            return article
    return None


def get_article(slug: str, library: Library | None = None) -> Article:
    """The article or warm-up with this slug; raises NotFound with suggestions."""
    return _get(slug, all_articles(library), library)


def get_question(slug: str, library: Library | None = None) -> Article:
    """The answered question with this slug; raises NotFound with suggestions."""
    return _get(slug, all_questions(library), library)


def get_recipe(slug: str, library: Library | None = None) -> Recipe:
    """The recipe with this slug; raises NotFound with suggestions."""
    return _get(slug, all_recipes(library), library)


def related_to(article: Article, library: Library | None = None) -> tuple[Article, ...]:
    """What an article names as related, in the order it names it."""
    found = (find_any(slug, library) for slug in article.related)
    return tuple(other for other in found if other)


def reading_for_causes(cause_ids: Iterable[str], library: Library | None = None) -> list[Reading]:
    """Sections to read about the given causes: newest first, then the text that covers fewest causes.

    A text on several causes is named with its section's heading. A cause nobody has written about adds
    nothing. Articles and warm-ups only: questions are about pain, recipes about lunch.
    """
    wanted = tuple(dict.fromkeys(cause_ids))
    found = [
        (article, cause) for article in all_articles(library) for cause in wanted if cause in article.causes
    ]
    found.sort(key=lambda pair: (-pair[0].updated_on.toordinal(), len(pair[0].causes), wanted.index(pair[1])))
    return [_reading(article, cause) for article, cause in found]


def _reading(article: Article, cause: str) -> Reading:
    anchor = article.causes[cause]
    title = article.title
    if len(article.causes) > 1:
        title = f"{title}: {article.body.heading(anchor).text}"
    return Reading(title, article.url, anchor)


def _get(slug: str, shelf: tuple[AnyArticle, ...], library: Library | None) -> AnyArticle:
    for article in shelf:
        if article.slug == slug:
            return article
    raise _nothing_called(slug, shelf, library)


def _nothing_called(slug: str, shelf: Sequence[Article], library: Library | None) -> NotFound:
    everything = {article.slug: article for article in (library or shipped_library()).articles}
    close = get_close_matches(slug, everything, n=SUGGESTIONS_MAX, cutoff=0.5)
    suggested = [everything[match] for match in close] or list(shelf[:SUGGESTIONS_MAX])
    names = "; ".join(f"“{article.title}”" for article in suggested)
    hint = f"Did you mean {names}?" if close else f"You could read {names}."
    return NotFound(
        f"We have nothing to read at that address. {hint}",
        title="We can't find that page",
        suggestions=[(article.title, article.url) for article in suggested],
    )
