"""Turns an article's Markdown into the HTML a reader sees: anchored headings, numbered sources, safe tables.

Raw HTML is off, so nothing in a content file can reach the page except through this file.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from shop.journal.models import Body, Citation, Heading, Reference

_CITATION = re.compile(r"\[\^([A-Za-z0-9_]+)\]")
_EXPLICIT_ANCHOR = re.compile(r"\s*\{#([a-z0-9]+(?:-[a-z0-9]+)*)\}\s*$")


def render(text: str, references: Mapping[str, Reference]) -> Body:
    """Renders Markdown.

    A heading takes its anchor from `{#anchor}` at its end, or from its words. `[^KEY]` becomes a link to
    the reference of that key, numbered in order of first use; a key that `references` lacks stays as
    written and is reported in `Body.cited`, so that the library can refuse the file.
    """
    env: dict[str, Any] = {"references": references, "places": {}, "cited": [], "links": [], "headings": []}
    html = _MARKDOWN.render(text, env)
    citations = tuple(
        Citation(number, references[key], tuple(places))
        for number, (key, places) in enumerate(env["places"].items(), start=1)
    )
    return Body(html, tuple(env["headings"]), citations, tuple(env["links"]), tuple(env["cited"]))


def anchor_of(words: str) -> str:
    """The anchor a heading gets when it names none: lower-case letters and digits joined by hyphens."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "").lower()).strip("-")


def _take_explicit_anchors(state: StateCore) -> None:
    for heading, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if heading.type != "heading_open":
            continue
        found = _EXPLICIT_ANCHOR.search(inline.content)
        if found:
            heading.attrSet("id", found[1])
            inline.content = inline.content[: found.start()]


def _collect_headings(state: StateCore) -> None:
    for heading, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if heading.type != "heading_open":
            continue
        words = _words(inline)
        anchor = heading.attrGet("id") or anchor_of(words)
        heading.attrSet("id", str(anchor))
        state.env["headings"].append(Heading(int(heading.tag[1:]), str(anchor), words))


def _words(inline: Token) -> str:
    return "".join(child.content for child in inline.children or () if child.type in {"text", "code_inline"})


def _collect_links(state: StateCore) -> None:
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "link_open":
                state.env["links"].append(str(child.attrGet("href")))


def _prepare_tables(state: StateCore) -> None:
    """Swaps inline alignment styles for a class, as the page's policy forbids style attributes."""
    section = ""
    for index, token in enumerate(state.tokens):
        if token.type == "heading_open":
            section = _words(state.tokens[index + 1])
        elif token.type == "table_open":
            token.meta["section"] = section
        elif token.type in {"th_open", "td_open"}:
            style = token.attrs.pop("style", "")
            if style == "text-align:right":
                token.attrSet("class", "number")
            if token.type == "th_open":
                token.attrSet("scope", "col")


def _read_citation(state: StateInline, silent: bool) -> bool:
    found = _CITATION.match(state.src, state.pos)
    if not found:
        return False
    key = found[1]
    if not silent:
        state.env["cited"].append(key)
    if key not in state.env["references"]:
        return False
    if not silent:
        places = state.env["places"]
        mine = places.setdefault(key, [])
        number = list(places).index(key) + 1
        mine.append(f"ref-{number}-{len(mine) + 1}")
        token = state.push("citation", "", 0)
        token.meta = {"number": number, "place": mine[-1]}
    state.pos = found.end()
    return True


def _show_citation(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any
) -> str:
    number, place = tokens[index].meta["number"], tokens[index].meta["place"]
    # The ids are those that templates/components/reference_list.html links to and from.
    # The word joiner keeps a number from starting a line of its own.
    link = f'<a href="#source-{number}" aria-label="Source {number}">[{number}]</a>'
    return f'<sup id="{place}">&#8288;{link}</sup>'


def _open_table(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any
) -> str:
    label = _escape(f"Table: {tokens[index].meta['section']}")
    # A wide table scrolls inside its own box; the box must be reachable by keyboard to be scrolled.
    return f'<div class="table-scroll" role="region" aria-label="{label}" tabindex="0">\n<table>\n'


def _close_table(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any
) -> str:
    return "</table>\n</div>\n"


def _escape(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _make_markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.core.ruler.after("block", "explicit_anchors", _take_explicit_anchors)
    markdown.core.ruler.push("headings", _collect_headings)
    markdown.core.ruler.push("links", _collect_links)
    markdown.core.ruler.push("tables", _prepare_tables)
    markdown.inline.ruler.before("link", "citation", _read_citation)
    markdown.add_render_rule("citation", _show_citation)
    markdown.add_render_rule("table_open", _open_table)
    markdown.add_render_rule("table_close", _close_table)
    return markdown


_MARKDOWN = _make_markdown()
