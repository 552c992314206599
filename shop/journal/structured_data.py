"""What search engines are told about a page, as plain dicts that the template writes out as JSON."""

from typing import Any

from shop.journal.models import Article, Recipe


def structured_data(article: Article) -> dict[str, Any]:
    """Schema.org data for one page: Recipe, FAQPage for a question, Article for all else."""
    if isinstance(article, Recipe):
        return _recipe(article)
    if article.kind == "question":
        return _question(article)
    return _page("Article", article) | {
        "headline": article.title,
        "citation": [citation.reference.address for citation in article.body.citations],
    }


def _page(kind: str, article: Article) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": kind,
        "inLanguage": "en-GB",
        "description": article.description,
        "author": {"@type": "Organization", "name": article.author},
        "datePublished": article.published_on.isoformat(),
        "dateModified": article.updated_on.isoformat(),
    }


def _question(article: Article) -> dict[str, Any]:
    answer = {
        "@type": "Answer",
        "text": article.answer,
        "author": {"@type": "Organization", "name": article.author},
        "dateCreated": article.published_on.isoformat(),
    }
    asked = {"@type": "Question", "name": article.title, "acceptedAnswer": answer}
    return _page("FAQPage", article) | {"mainEntity": [asked]}


def _recipe(recipe: Recipe) -> dict[str, Any]:
    return _page("Recipe", recipe) | {
        "name": recipe.title,
        "recipeYield": f"{recipe.portions} portions",
        "totalTime": f"PT{recipe.minutes}M",
        "recipeIngredient": [str(ingredient) for ingredient in recipe.ingredients],
        "recipeInstructions": [{"@type": "HowToStep", "text": step} for step in recipe.steps],
    }
