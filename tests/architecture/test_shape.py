"""Files that fit on a desk: length of files and functions, docstrings that say what a module decides."""

import ast
from pathlib import Path

from shop.settings import ROOT
from tests.architecture.test_layers import python_files

LONGEST_FILE = 300
LONGEST_FUNCTION = 40


def sources() -> list[Path]:
    found = python_files("shop", "recommender", "tests", "bench")
    for folder, ending in (("templates", "html"), ("shop/static", "css"), ("shop/static", "js")):
        found += sorted((ROOT / folder).rglob(f"*.{ending}"))
    return [*found, ROOT / "wsgi.py"]


def test_no_file_is_longer_than_300_lines() -> None:
    too_long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in sources()
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }

    assert too_long == {}


def test_no_function_is_longer_than_40_lines() -> None:
    too_long = {}
    for path in python_files("shop", "recommender"):
        if "versions" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    too_long[f"{path.relative_to(ROOT)}:{node.name}"] = length

    assert too_long == {}


def test_every_module_says_what_it_decides() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in python_files("shop", "recommender")
        if not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert silent == []


def test_every_public_function_of_the_shop_and_the_recommender_says_what_it_does() -> None:
    silent = []
    for path in python_files("shop", "recommender"):
        if "migrations" in path.parts or path.name in ("views.py", "schemas.py", "api_schemas.py"):
            continue
        for node in ast.parse(path.read_text()).body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                silent.append(f"{path.relative_to(ROOT)}:{node.name}")

    assert silent == []
