"""The map of shops moves: in place with a script, by pages without one, and pins lead into the list."""

from playwright.sync_api import expect

from tests.journeys.conftest import NewPage

KILMARNOCK = "/stockists?near=KA11+5BW"


def test_with_a_script_the_map_is_put_in_place_and_the_link_keeps_the_focus(new_page: NewPage) -> None:
    page = new_page()
    page.goto(KILMARNOCK)
    page.evaluate("window.sameDocument = true")

    page.get_by_role("link", name="Closer").click()

    expect(page.locator("[data-map-said]")).to_contain_text("outside it.")
    assert "at=55.596,-4.608&r=" in page.url
    assert page.evaluate("window.sameDocument") is True
    expect(page.get_by_role("link", name="Closer")).to_be_focused()
    expect(page.get_by_role("link", name="Start again")).to_be_visible()


def test_without_a_script_the_same_link_leads_to_the_same_map(new_page: NewPage) -> None:
    page = new_page(script=False)
    page.goto(KILMARNOCK)

    page.get_by_role("link", name="Closer").click()

    expect(page.locator("[data-map-said]")).to_contain_text("outside it.")
    assert page.url.endswith("#map")


def test_a_pin_leads_to_its_row_and_is_a_target_of_24_pixels(new_page: NewPage) -> None:
    page = new_page(width=1280)
    page.goto(KILMARNOCK)
    pin = page.get_by_role("link", name="Shop 4:")
    box = pin.bounding_box()

    pin.click()

    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    assert page.url.endswith("#shop-4")
