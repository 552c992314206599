"""The guide on another site: works where the owner let the site in, and links to the shop elsewhere."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.running_shop import RunningShop, start
from tests.journeys.test_everybody_can_use_it import serious_faults

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A clinic</title></head>
<body><main><h1>A clinic</h1><div data-guide="muscle-twitching"></div></main>
<script src="{shop}/embed/guide.js" defer></script></body></html>"""


class Clinic(BaseHTTPRequestHandler):
    """Another site, with a policy as strict as ours."""

    shop = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        policy = f"default-src 'none'; script-src {self.shop}; connect-src {self.shop}; img-src 'self'"
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(PAGE.format(shop=self.shop).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing in the test's output."""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningShop, str, str]]:
    """A shop, a site that it lets in, and one that it doesn't."""
    named, other = (
        ThreadingHTTPServer(("127.0.0.1", 0), Clinic),
        ThreadingHTTPServer(("127.0.0.1", 0), Clinic),
    )
    addresses = [f"http://127.0.0.1:{server.server_port}" for server in (named, other)]
    folder: Path = tmp_path_factory.mktemp("embedded")
    shop = start(folder, API_ORIGINS=addresses[0])
    Clinic.shop = shop.url
    for server in (named, other):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield shop, addresses[0], addresses[1]
    for server in (named, other):
        server.shutdown()
        server.server_close()
    shop.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def ask(page: Page, words: str) -> None:
    page.get_by_label("In your own words").fill(words)
    page.get_by_role("button", name="Show what helps").click()


def test_a_named_site_shows_care_first_and_then_what_helps(
    sites: tuple[RunningShop, str, str], page: Page
) -> None:
    page.goto(sites[1])
    ask(page, "I sleep badly")

    expect(page.get_by_role("heading", name="Your answer")).to_be_focused()
    expect(
        page.get_by_text("I sleep badly or not enough").or_(page.get_by_text("sleep badly")).first
    ).to_be_visible()
    expect(page.get_by_text("What you can do for free")).to_be_visible()
    assert serious_faults(page) == []
    assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length].join()") == ",0,0"


def test_a_named_site_shows_the_number_to_call(sites: tuple[RunningShop, str, str], page: Page) -> None:
    page.goto(sites[1])
    ask(page, "I can't breathe and my muscles twitch")

    expect(page.get_by_role("link", name="Call 999")).to_be_visible()


def test_any_other_site_only_links_to_the_shop(sites: tuple[RunningShop, str, str], page: Page) -> None:
    page.goto(sites[2])
    ask(page, "I sleep badly")

    expect(page.get_by_text("The guide can’t be reached from this page.")).to_be_visible()
    expect(page.get_by_role("link", name="Open the guide in the shop")).to_have_attribute(
        "href", f"{sites[0].url}/guide"
    )
