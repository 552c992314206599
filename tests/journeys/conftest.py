"""A running shop and a browser for the journeys; one test process runs them all: both are dear to start."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import chromium
from tests.journeys.running_shop import RunningShop, start

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep all journeys in one process."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningShop]:
    """The shop, started from an empty folder."""
    running = start(tmp_path_factory.mktemp("shop"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    with sync_playwright() as playwright:
        chosen = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.FLAGS)
        yield chosen
        chosen.close()


@pytest.fixture
def new_page(browser: Browser, shop: RunningShop) -> Iterator[NewPage]:
    """Opens a visitor's browser: width in pixels, theme, script or none. A fault on a page fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_one(*, width: int = 360, theme: str = "light", script: bool = True) -> Page:
        context = browser.new_context(
            base_url=shop.url,
            viewport={"width": width, "height": 800},
            color_scheme=theme,  # type: ignore[arg-type]
            java_script_enabled=script,
            locale="en-GB",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [f for f in faults if "404" not in f and "409" not in f and "400" not in f] == []
