"""The OpenAPI document is valid, and what the API takes and gives is what it says."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from recommender import report_schema
from shop.api.document import METHODS
from shop.guide.api import PATH
from shop.guide.api_examples import EXAMPLES


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/openapi.json").get_json()
    return found


def faults(document: dict[str, Any], name: str, value: Any) -> list[str]:
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    return [f"{error.json_path}: {error.message}" for error in OAS31Validator(schema).iter_errors(value)]


def test_the_document_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_every_address_of_the_api_is_described(document: dict[str, Any], client: FlaskClient) -> None:
    rules = {
        (rule.rule, method.lower())
        for rule in client.application.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    described = {
        (path, method) for path, item in document["paths"].items() for method in METHODS if method in item
    }

    assert described == rules


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_and_its_answer_are_as_described(
    document: dict[str, Any], client: FlaskClient, name: str
) -> None:
    operation = document["paths"][PATH]["post"]
    sent = operation["requestBody"]["content"]["application/json"]["examples"][name]["value"]
    shown = operation["responses"]["200"]["content"]["application/json"]["examples"][name]["value"]

    answer = client.post(PATH, json=sent).get_json()

    assert faults(document, "Report", sent) == []
    assert faults(document, "Recommendation", answer) == []
    assert answer == shown


REPORTS: tuple[dict[str, Any], ...] = (
    {},
    {"id": None, "about_you": None, "signs": "unsure"},
    {"id": 7, "causes": ["sleep"], "signs": {"seizure": True, "two_weeks": "unsure"}},
    {"signs": [{"sign": "two_weeks", "answer": "unsure"}, "seizure"], "needs": None},
    {
        "about_you": {
            "age": "unsure",
            "pregnant": "trying",
            "conditions": {"epilepsy": "no"},
            "medicines": "unsure",
        }
    },
    {
        "about_you": {
            "age": 0,
            "breastfeeding": False,
            "conditions": [],
            "medicines": ["Ramipril 5 mg", "zzz"],
        }
    },
    {"causes": ["smoking", "medication"]},
    {"causes": ["nutrition", "exercise", "stress"], "signs": [], "about_you": {"age": 45, "conditions": []}},
    {"causes": ["ghosts"]},
    {"signs": ["ghosts"]},
    {"signs": {"ghosts": "yes"}},
    {"signs": "no"},
    {"id": 1.5},
    {"causes": "sleep"},
    {"about_you": []},
    {"about_you": {"age": 121}},
    {"about_you": {"age": "45"}},
    {"about_you": {"medicines": [""]}},
    {"about_you": {"medicines": ["x"] * 61}},
    {"about_you": {"pregnant": "maybe"}},
)


@pytest.mark.parametrize("report", REPORTS, ids=json.dumps)
def test_what_the_api_takes_is_what_the_document_says(
    document: dict[str, Any], client: FlaskClient, report: dict[str, Any]
) -> None:
    answer = client.post(PATH, json=report)

    assert (answer.status_code == 200) is (faults(document, "Report", report) == [])
    assert (
        faults(document, "Recommendation" if answer.status_code == 200 else "Problem", answer.get_json())
        == []
    )


def test_the_document_names_every_key_a_report_may_have(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]

    assert set(schemas["Report"]["properties"]) == {*report_schema._KEYS}
    assert set(schemas["AboutYou"]["properties"]) == {*report_schema._ABOUT_KEYS}


def test_the_page_shows_the_two_lines_and_explains_every_kind_of_problem(client: FlaskClient) -> None:
    page = client.get("/api").text

    assert "&lt;div data-guide=&#34;muscle-twitching&#34;&gt;&lt;/div&gt;" in page or (
        '&lt;div data-guide="muscle-twitching"&gt;&lt;/div&gt;' in page
    )
    assert 'src="http://localhost:8000/embed/guide.js"' in page
    assert 'id="too-many-requests"' in page


def test_the_script_may_be_loaded_by_any_page(client: FlaskClient) -> None:
    script = client.get("/embed/guide.js")

    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "localStorage" not in script.text
    assert "document.cookie" not in script.text
