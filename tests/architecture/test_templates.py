"""Templates hold together: each parses, each component is used, nothing the strict policy would refuse."""

import re

import pytest
from flask import Flask

from shop.settings import ROOT

TEMPLATES = ROOT / "templates"
PAGES = sorted(p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.html"))
# So many lines with so many letters are no coincidence: make a component of them.
COPY_LINES, COPY_LETTERS = 5, 160
# What every page begins and ends with.
FRAME = re.compile(r"\{% (extends|from|import|block|endblock)|.{0,3}$|<html |<head>|<meta ")
COMPONENTS = sorted(p.stem for p in (TEMPLATES / "components").glob("*.html"))


def text_of(name: str) -> str:
    return (TEMPLATES / name).read_text()


@pytest.mark.parametrize("name", PAGES)
def test_the_template_parses(name: str, app: Flask) -> None:
    assert app.jinja_env.get_template(name).name == name


@pytest.mark.parametrize("name", PAGES)
def test_the_template_has_no_inline_style_or_script(name: str) -> None:
    text = re.sub(r"\{#.*?#\}", "", text_of(name), flags=re.DOTALL)

    assert re.findall(r'\sstyle="|<style|\son[a-z]+="|javascript:', text) == []
    assert [
        s for s in re.findall(r"<script[^>]*>", text) if "src=" not in s and "application/ld+json" not in s
    ] == []


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_file_holds_one_macro_of_its_name(name: str) -> None:
    macros = re.findall(r"{%-?\s*macro\s+(\w+)", text_of(f"components/{name}.html"))

    assert macros[0] == name
    assert [m for m in macros[1:] if not m.startswith("_")] == []


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_is_shown_on_the_components_page(name: str) -> None:
    assert f'"components/{name}.html"' in text_of("pages/components.html")


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_is_used_by_a_page(name: str) -> None:
    users = [p for p in PAGES if p != "pages/components.html" and f'"components/{name}.html"' in text_of(p)]

    assert users != []


def test_no_stretch_of_a_template_is_copied_into_another() -> None:
    seen: dict[tuple[str, ...], str] = {}
    copied = []
    for name in PAGES:
        lines = [line.strip() for line in text_of(name).splitlines() if not FRAME.match(line.strip())]
        for start in range(len(lines) - COPY_LINES + 1):
            stretch = tuple(lines[start : start + COPY_LINES])
            if sum(map(len, stretch)) < COPY_LETTERS:
                continue
            first = seen.setdefault(stretch, f"{name}: {stretch[0]}")
            if not first.startswith(f"{name}:"):
                copied.append(f"{name} copies {first}")

    assert copied == []
