"""Things that exist once: the commit, the environment, the clock, and no way round the escaping of HTML."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from shop.settings import ROOT
from tests.architecture.test_layers import python_files

# Where finished HTML is marked as such: the frame of a page, made by a template that escapes.
MARKERS = {"shop/web/templating.py"}


def calls(path: Path, pattern: str) -> Iterator[str]:
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if re.search(pattern, line):
            yield f"{path.relative_to(ROOT)}:{number}"


def places(pattern: str, *folders: str) -> set[str]:
    return {place.partition(":")[0] for path in python_files(*folders) for place in calls(path, pattern)}


def test_only_the_database_module_commits() -> None:
    # The sandbox stands in for another company's computer and keeps its own file.
    found = {p for p in places(r"\.commit\(\)", "shop") if not p.startswith("shop/payments/sandbox/")}

    assert found == {"shop/db.py"}


def test_only_entry_points_read_the_environment() -> None:
    assert places(r"os\.environ|getenv", "shop", "recommender") <= {
        "shop/run/__main__.py",
        "shop/worker.py",
        "shop/payments/sandbox/wsgi.py",
        "shop/payments/sandbox/settings.py",
    }
    assert [line for line in (ROOT / "wsgi.py").read_text().splitlines() if "os.environ" in line] != []


def test_only_the_clock_tells_the_time() -> None:
    found = places(r"datetime\.now\(|datetime\.utcnow\(|date\.today\(|time\.time\(", "shop", "recommender")

    assert {p for p in found if not p.startswith("shop/payments/sandbox/")} <= {
        "shop/clock.py",
        "shop/run/prepare.py",
    }


def test_actions_are_told_the_time_and_never_ask_for_it() -> None:
    askers = {
        path.relative_to(ROOT).as_posix()
        for path in python_files("shop")
        if path.name in ("actions.py", "queries.py", "models.py") and "clock.now(" in path.read_text()
    }

    assert askers == set()


def test_no_template_and_no_code_marks_text_as_safe_html() -> None:
    templates = {
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "templates").rglob("*.*"))
        if re.search(r"\|\s*safe\b|autoescape false", path.read_text())
    }

    assert templates == set()
    assert places(r"\bMarkup\(", "shop") == MARKERS


def test_no_page_is_addressed_by_what_the_visitor_says_our_host_is() -> None:
    assert places(r"_external\s*=\s*True|request\.(url|base_url|host_url|url_root)\b", "shop") == set()


def test_relations_never_load_by_themselves() -> None:
    lazy = []
    for path in python_files("shop"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "relationship":
                words = {k.arg: getattr(k.value, "value", None) for k in node.keywords}
                if words.get("lazy") != "raise_on_sql":
                    lazy.append(f"{path.relative_to(ROOT)}:{node.lineno}")

    assert lazy == []
