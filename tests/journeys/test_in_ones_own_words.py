"""Somebody writes what they notice, sees what was understood, and gets an answer, with script or without."""

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import NewPage
from tests.journeys.test_everybody_can_use_it import scrolls_sideways, serious_faults

WORDS = "My eyelid jumps. I sleep badly, but I don't smoke."


@pytest.mark.parametrize("script", [True, False])
def test_from_own_words_over_marks_to_an_answer(new_page: NewPage, script: bool) -> None:
    page = new_page(width=360, script=script)

    page.goto("/guide")
    page.get_by_label("In your own words").fill(WORDS)
    page.get_by_role("button", name="Continue").click()
    steps.rule_out_signs(page)
    steps.say_about_myself(page)

    expect(page.locator("mark").first).to_have_text("sleep badly")
    expect(page.get_by_text("You said not: I smoke")).to_be_visible()
    page.get_by_role("button", name="Show what helps").click()
    expect(page.get_by_text("“sleep badly”")).to_be_visible()
    expect(page.get_by_role("link", name="Dormeasan").first).to_be_visible()
    assert "?" not in page.url


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_own_words_have_no_serious_fault_and_no_sideways_scroll(
    new_page: NewPage, theme: str
) -> None:
    page = new_page(width=320, theme=theme)
    found = []

    page.goto("/guide")
    page.get_by_label("In your own words").fill("x" * 2_100)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_be_focused()
    found += serious_faults(page)
    page.get_by_label("In your own words").fill(WORDS + " I have had it for three weeks and " + "long" * 60)
    page.get_by_role("button", name="Continue").click()
    found += serious_faults(page)
    page.get_by_label("In your own words").or_(
        page.get_by_role("heading", name="Do you have any of these?")
    ).first.wait_for()
    assert not scrolls_sideways(page)
    page.goto("/api")
    found += serious_faults(page)

    assert found == []
    assert not scrolls_sideways(page)


def test_words_of_an_emergency_go_straight_to_999(new_page: NewPage) -> None:
    page = new_page(width=360)

    page.goto("/guide")
    page.get_by_label("In your own words").fill("I can't breathe and my muscles twitch")
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("link", name="Call 999").first).to_be_visible()
