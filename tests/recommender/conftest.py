"""The topic and the range that the recommender's tests share, and the count of states that were proved."""

from collections.abc import Callable

import pytest

from recommender import Item, Recommendation, Topic, parse_report, recommend
from tests.recommender import given

COUNTED = "states proved"


@pytest.fixture(scope="session")
def topic() -> Topic:
    """Muscle twitching, as shipped."""
    return given.TOPIC


@pytest.fixture(scope="session")
def items() -> tuple[Item, ...]:
    """The seven products, with every claim confirmed so that only the other rules can hide them."""
    return given.ITEMS


@pytest.fixture
def answer() -> Callable[..., Recommendation]:
    """Answer a report written as JSON values, from the seven products."""

    def answer(report: dict[str, object]) -> Recommendation:
        return recommend(parse_report(report, given.TOPIC), given.ITEMS, given.TOPIC)

    return answer


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much was proved: each state is one report answered and checked, and a test stops at the first
    that violates a rule."""
    reports = terminalreporter.getreports("passed")
    counts = [value for report in reports for name, value in report.user_properties if name == COUNTED]
    violations = sum("/test_safety.py::" in report.nodeid for report in terminalreporter.getreports("failed"))
    if counts or violations:
        terminalreporter.write_line(f"{sum(counts):,} {COUNTED}, {violations} violations")
