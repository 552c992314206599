"""Who reports a sign that needs a doctor is sent to one, and is sold nothing on the way."""

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import NewPage


def nothing_is_sold_on(page: Page) -> None:
    main = page.locator("main")
    expect(main.get_by_text("£")).to_have_count(0)
    expect(main.locator("a[href^='/shop']")).to_have_count(0)
    expect(main.locator("form[action^='/basket']")).to_have_count(0)


def test_trouble_breathing_leads_straight_to_999(new_page: NewPage) -> None:
    page = new_page()

    steps.say_what_may_be_behind_it(page, "I sleep badly or not enough")
    steps.rule_out_signs(page, "Is it hard to breathe, or suddenly hard to swallow?")

    expect(page.get_by_role("heading", level=2).first).to_contain_text("999")
    expect(page.locator("main").get_by_role("link", name="Call 999")).to_be_visible()
    nothing_is_sold_on(page)


def test_twitching_for_weeks_leads_to_a_gp_with_a_page_to_print(new_page: NewPage) -> None:
    page = new_page(script=False)

    steps.say_what_may_be_behind_it(page, "I sleep badly or not enough")
    steps.rule_out_signs(page, "Has the twitching gone on for more than 2 weeks?")
    nothing_is_sold_on(page)
    page.get_by_role("button", name="One page to print").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Twitching muscles: what I told the guide")


def test_a_suspected_medicine_is_never_answered_with_a_product(new_page: NewPage) -> None:
    page = new_page()

    steps.say_what_may_be_behind_it(
        page, "I sleep badly or not enough", "I think a medicine may be behind it"
    )
    steps.rule_out_signs(page)

    expect(page.get_by_text("See a GP").first).to_be_visible()
    nothing_is_sold_on(page)


def test_a_medicine_picked_from_the_list_keeps_what_it_forbids_away(new_page: NewPage) -> None:
    page = new_page()

    steps.say_what_may_be_behind_it(page, "I sleep badly or not enough")
    steps.rule_out_signs(page)
    steps.say_about_myself(page, medicine="Zimovane")
    page.get_by_role("button", name="Show what helps").click()

    nothing_is_sold_on(page)
    page.get_by_text("What we left out, and why").click()
    expect(page.get_by_text("Dormeasan").first).to_be_visible()


def test_changing_an_answer_keeps_the_others(new_page: NewPage) -> None:
    page = new_page(width=1280)

    steps.say_what_may_be_behind_it(page, "I sleep badly or not enough")
    steps.rule_out_signs(page)
    steps.say_about_myself(page)
    page.get_by_role("button", name="Change Age").click()
    page.get_by_label("How old are you?").fill("17")
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_text("17", exact=True)).to_be_visible()
    expect(page.get_by_text("I sleep badly or not enough")).to_be_visible()
    page.get_by_role("button", name="Show what helps").click()
    nothing_is_sold_on(page)
