"""No serious fault of accessibility in either theme, no sideways scroll at 320 px, one heading a page."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys import steps
from tests.journeys.conftest import NewPage

PUBLIC = (
    "/",
    "/shop",
    "/shop/dormeasan",
    "/shop/balance-mineral-drink",
    "/guide",
    "/read",
    "/read/eight-causes",
    "/recipes/banana-and-avocado-smoothie",
    "/questions/thigh-pain",
    "/stockists",
    "/stockists?near=KA11+5BW",
    "/basket",
    "/about",
    "/delivery-and-returns",
    "/privacy",
    "/terms",
    "/accessibility",
    "/licences",
    "/api",
    "/components",
    "/sandbox/mail",
    "/nothing-here",
)


def serious_faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url}: {fault['id']}: {node['html'][:120]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_public_pages_have_no_serious_fault(new_page: NewPage, theme: str) -> None:
    page = new_page(width=1280, theme=theme)
    faults = []

    for path in PUBLIC:
        page.goto(path)
        faults += serious_faults(page)

    assert faults == []


def test_every_page_has_one_heading_and_a_title_of_its_own(new_page: NewPage) -> None:
    page = new_page()
    titles = []

    for path in PUBLIC:
        page.goto(path)
        assert page.locator("h1").count() == 1, path
        titles.append(page.title())

    assert len(set(titles)) == len(PUBLIC)


def test_no_page_scrolls_sideways_on_the_narrowest_phone(new_page: NewPage) -> None:
    page = new_page(width=320)
    wide = []

    for path in PUBLIC:
        page.goto(path)
        if scrolls_sideways(page):
            wide.append(path)

    assert wide == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_way_through_guide_and_checkout_has_no_serious_fault(new_page: NewPage, theme: str) -> None:
    page = new_page(width=360, theme=theme)
    faults = []

    steps.say_what_may_be_behind_it(page, "I sleep badly or not enough")
    faults += serious_faults(page)
    page.get_by_role("button", name="Continue").click()
    faults += serious_faults(page)
    steps.rule_out_signs(page)
    faults += serious_faults(page)
    steps.say_about_myself(page, near="ZE1 0AA")
    faults += serious_faults(page)
    page.get_by_role("button", name="Show what helps").click()
    faults += serious_faults(page)
    page.goto("/shop/atrosan")
    steps.put_in_basket(page, pack="30 tablets")
    faults += serious_faults(page)
    page.get_by_role("link", name="Go to checkout").click()
    faults += serious_faults(page)
    page.get_by_role("button", name="Check your order").click()
    faults += serious_faults(page)
    steps.give_address(page)
    faults += serious_faults(page)
    steps.confirm_what_the_shop_must_ask(page)
    page.get_by_role("button", name="Order and pay").click()
    faults += serious_faults(page)
    page.get_by_role("button", name="Pay", exact=True).click()
    faults += serious_faults(page)

    assert faults == []
