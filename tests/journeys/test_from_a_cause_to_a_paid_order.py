"""A stranger who sleeps badly and whose eyelid twitches: from the front page to a paid order and its mail."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import NewPage


@pytest.mark.parametrize(
    ("width", "theme", "script"),
    [(360, "light", True), (1280, "dark", True), (360, "dark", False), (1280, "light", False)],
)
def test_a_stranger_is_advised_buys_and_pays(new_page: NewPage, width: int, theme: str, script: bool) -> None:
    page = new_page(width=width, theme=theme, script=script)

    steps.say_what_may_be_behind_it(page, "I sleep badly or not enough")
    steps.rule_out_signs(page)
    steps.say_about_myself(page, near="KA11 5BW")
    page.get_by_role("button", name="Show what helps").click()
    expect(page.get_by_role("heading", name="What you can do for free")).to_be_visible()
    expect(page.get_by_text("Because you said")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Sample"))).to_have_count(3)

    page.get_by_role("link", name=re.compile("^See .*Dormeasan")).click()
    steps.put_in_basket(page, pack="15 ml")
    page.get_by_role("link", name="Go to checkout").click()
    steps.give_address(page)
    steps.confirm_what_the_shop_must_ask(page)
    page.get_by_role("button", name=re.compile("^Order and pay £")).click()
    expect(page.get_by_text("TEST PAYMENT")).to_be_visible()
    page.get_by_role("button", name="Pay", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Order SR-")
    expect(page.get_by_text("Thank you. Your order is paid for")).to_be_visible()
    the_basket_is_empty(page)
    the_confirmation_can_be_read(page)


def the_basket_is_empty(page: Page) -> None:
    number = order_number(page)
    page.goto("/basket")
    expect(page.get_by_text("Your basket is empty")).to_be_visible()
    page.go_back()
    assert order_number(page) == number


def the_confirmation_can_be_read(page: Page) -> None:
    number = order_number(page)
    page.goto("/sandbox/mail")
    expect(page.get_by_role("link", name=re.compile(number))).to_have_count(1)
    page.get_by_role("link", name=re.compile(number)).click()
    expect(page.get_by_text("morag@shopper.example").first).to_be_visible()


def order_number(page: Page) -> str:
    found = re.search(r"SR-\d+", page.get_by_role("heading", level=1).inner_text())
    assert found is not None
    return found[0]
