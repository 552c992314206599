"""What a customer does, in the customer's words: the steps that journeys are made of."""

import re

from playwright.sync_api import Page, expect


def say_what_may_be_behind_it(page: Page, *causes: str) -> None:
    """Open the guide from the front page and tick causes."""
    page.goto("/")
    page.get_by_role("link", name="Start the guide").first.click()
    for cause in causes:
        page.get_by_label(cause).check()
    page.get_by_role("button", name="Continue").click()


def rule_out_signs(page: Page, *signs: str) -> None:
    """Tick these signs, and "None of these" in every group without one."""
    groups = page.get_by_role("group")
    for number in range(groups.count()):
        group = groups.nth(number)
        ticked = 0
        for sign in signs:
            box = group.get_by_label(sign)
            if box.count():
                box.check()
                ticked += 1
        if not ticked:
            group.get_by_label("None of these").check()
    page.get_by_role("button", name="Continue").click()


def say_about_myself(page: Page, *, age: str = "45", medicine: str | None = None, near: str = "") -> None:
    """Answer every question about the person, healthy but for what is given."""
    page.get_by_label("How old are you?").fill(age)
    for question in ("Are you pregnant or trying for a baby?", "Are you breastfeeding?"):
        page.get_by_role("group", name=question).get_by_label("No", exact=True).check()
    page.get_by_label("I have ticked everything that is true of me").check()
    medicines = page.get_by_role("group", name="Do you take any medicine?")
    if medicine is None:
        medicines.get_by_label("No", exact=True).check()
    else:
        medicines.get_by_label("Yes", exact=True).check()
        page.locator("input[list=medicine-names], textarea#medicines:visible").first.fill(medicine)
    page.get_by_label("Your postcode or town").fill(near)
    page.get_by_role("button", name="Continue").click()


def put_in_basket(page: Page, *, pack: str) -> None:
    """Choose a pack on a product page."""
    page.get_by_label(pack).check()
    page.get_by_role("button", name="Add to basket").click()
    expect(page).to_have_url(re.compile("/basket"))


def give_address(page: Page) -> None:
    """Fill in where the order goes, as somebody in Kilmarnock."""
    page.get_by_label("Email").fill("morag@shopper.example")
    page.get_by_label("Full name").fill("Morag Sample")
    page.get_by_label("Address, line 1").fill("5 Sample Street")
    page.get_by_label("Town or city").fill("Irvine")
    page.get_by_label("Postcode").fill("KA11 5BW")
    page.get_by_role("button", name="Check your order").click()


def confirm_what_the_shop_must_ask(page: Page) -> None:
    """Tick that one is old enough and has read who should not take it."""
    for words in ("18", "I have read who should not take"):
        page.get_by_label(words).check()
