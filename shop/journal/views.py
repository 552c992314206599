"""The addresses under which people read what we know."""

from flask import Blueprint, render_template
from flask.blueprints import BlueprintSetupState

from shop.journal import queries
from shop.journal.commands import check
from shop.journal.library import shipped_library
from shop.journal.models import Article
from shop.journal.structured_data import structured_data
from shop.web.caching import public_page

blueprint = Blueprint("journal", __name__)
blueprint.cli.add_command(check)


@blueprint.record_once
def refuse_bad_content(state: BlueprintSetupState) -> None:
    """Reads every content file when the shop starts: better no start than a broken page."""
    shipped_library()


@blueprint.get("/read")
@public_page()
def index() -> str:
    return render_template("journal/index.html", articles=queries.all_articles())


@blueprint.get("/read/<slug>")
@public_page()
def article(slug: str) -> str:
    return _page("journal/article.html", queries.get_article(slug))


@blueprint.get("/questions")
@public_page()
def questions() -> str:
    return render_template("journal/questions.html", articles=queries.all_questions())


@blueprint.get("/questions/<slug>")
@public_page()
def question(slug: str) -> str:
    return _page("journal/question.html", queries.get_question(slug))


@blueprint.get("/recipes")
@public_page()
def recipes() -> str:
    return render_template("journal/recipes.html", articles=queries.all_recipes())


@blueprint.get("/recipes/<slug>")
@public_page()
def recipe(slug: str) -> str:
    return _page("journal/recipe.html", queries.get_recipe(slug))


def _page(template: str, found: Article) -> str:
    return render_template(
        template,
        article=found,
        related=queries.related_to(found),
        structured_data=structured_data(found),
    )
