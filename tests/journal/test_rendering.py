"""Markdown becomes HTML with anchors, numbered sources and nothing the page's policy would refuse."""

from shop.journal.models import Heading, Reference
from shop.journal.rendering import anchor_of, render

NHS = Reference("NHS", "NHS: Twitching", "https://www.nhs.uk/twitching")
NICE = Reference("NICE", "NICE: Twitching", "https://www.nice.org.uk/twitching", "We read a summary.")
REFERENCES = {"NHS": NHS, "NICE": NICE}


def test_a_heading_takes_its_anchor_from_its_words() -> None:
    body = render("## Poor sleep, and why\n", {})

    assert body.html == '<h2 id="poor-sleep-and-why">Poor sleep, and why</h2>\n'
    assert body.contents == (Heading(2, "poor-sleep-and-why", "Poor sleep, and why"),)


def test_a_heading_can_name_its_anchor() -> None:
    body = render("## Poor *sleep* {#sleep}\n\n### Naps\n", {})

    assert '<h2 id="sleep">Poor <em>sleep</em></h2>' in body.html
    assert body.anchors == {"sleep", "naps"}
    assert [heading.text for heading in body.contents] == ["Poor sleep"]


def test_an_anchor_keeps_only_plain_letters_and_digits() -> None:
    assert anchor_of("Café’s 2 “best” drinks — don't!") == "cafes-2-best-drinks-dont"


def test_sources_are_numbered_by_first_use_and_know_every_place() -> None:
    body = render("One.[^NICE] Two.[^NHS] Three.[^NICE]\n", REFERENCES)

    assert [(c.number, c.reference.key, c.uses) for c in body.citations] == [
        (1, "NICE", ("ref-1-1", "ref-1-2")),
        (2, "NHS", ("ref-2-1",)),
    ]
    assert '<sup id="ref-1-2">&#8288;<a href="#source-1" aria-label="Source 1">[1]</a></sup>' in body.html


def test_a_source_is_told_with_the_copy_we_read() -> None:
    body = render("One.[^NICE] Two.[^NHS]\n", REFERENCES)

    assert [c.text for c in body.citations] == ["NICE: Twitching. We read a summary.", "NHS: Twitching"]


def test_an_unknown_source_stays_as_written_and_is_reported() -> None:
    body = render("One.[^MADE_UP]\n", REFERENCES)

    assert body.html == "<p>One.[^MADE_UP]</p>\n"
    assert body.cited == ("MADE_UP",)
    assert body.citations == ()


def test_sources_in_links_lists_and_tables_are_found() -> None:
    body = render("- **A**[^NHS]\n\n| a | b |\n|---|---|\n| c[^NICE] | d |\n", REFERENCES)

    assert body.cited == ("NHS", "NICE")


def test_raw_html_is_shown_and_not_run() -> None:
    body = render('<script>alert("x")</script>\n\nHi <b onclick="x">you</b>\n', {})

    assert "<script" not in body.html
    assert "<b " not in body.html


def test_a_script_address_makes_no_link() -> None:
    assert "<a" not in render("[go](javascript:alert(1))\n", {}).html


def test_a_table_can_be_scrolled_by_keyboard_and_has_no_style_attributes() -> None:
    body = render('## Drinks "here"\n\n| Drink | mg |\n|---|---:|\n| tea | 50 |\n', {})

    assert (
        '<div class="table-scroll" role="region" aria-label="Table: Drinks &quot;here&quot;" tabindex="0">'
        in body.html
    )
    assert '<th class="number" scope="col">mg</th>' in body.html
    assert '<td class="number">50</td>' in body.html
    assert "style=" not in body.html


def test_links_are_collected_in_order() -> None:
    assert render("[a](/guide) and [b](/read/rest#why)\n", {}).links == ("/guide", "/read/rest#why")
