"""Which room may import which: the contracts of pyproject.toml, held on every run."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from shop.settings import ROOT

PACKAGES = ("shop", "recommender")


def python_files(*folders: str) -> list[Path]:
    return [
        p for folder in folders for p in sorted((ROOT / folder).rglob("*.py")) if "__pycache__" not in p.parts
    ]


def imported_names(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_the_import_contracts_hold() -> None:
    found = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.returncode == 0, found.stdout + found.stderr


def rooms_but(*left_out: str) -> set[str]:
    """Every module and package of the shop, by its dotted name, but for these and what holds no code."""
    found = {path.stem for path in (ROOT / "shop").iterdir() if path.suffix == ".py" or path.is_dir()}
    return {f"shop.{name}" for name in found - {"__init__", "__pycache__", "migrations", "static", *left_out}}


@pytest.mark.parametrize(
    ("contract", "left_out"),
    [
        ("Only the guide asks the recommender", ("guide",)),
        ("Only the gateway and the sandbox speak to the payment library", ("payments",)),
    ],
)
def test_a_contract_about_all_rooms_but_one_names_them_all(contract: str, left_out: tuple[str, ...]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = {each["name"]: each for each in project["tool"]["importlinter"]["contracts"]}

    assert set(contracts[contract]["source_modules"]) == rooms_but(*left_out)


def test_the_recommender_needs_only_the_standard_library() -> None:
    allowed = {*sys.stdlib_module_names, "recommender", "rapidfuzz"}

    strangers = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in python_files("recommender")
        for name in imported_names(path)
        if name.partition(".")[0] not in allowed
    }

    assert strangers == set()


def test_rules_know_no_web_no_database_and_no_payment_library() -> None:
    rules = [
        ROOT / "shop" / name
        for name in (
            "money.py",
            "catalog/availability.py",
            "catalog/unit_price.py",
            "basket/together.py",
            "delivery/days.py",
            "delivery/tariff.py",
            "delivery/ways.py",
            "delivery/zones.py",
            "offers/customers.py",
            "offers/rules.py",
            "offers/splitting.py",
            "orders/states.py",
            "orders/totals.py",
            "payments/states.py",
        )
    ]
    forbidden = {"flask", "sqlalchemy", "stripe", "flask_sqlalchemy", "werkzeug"}

    seen = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in rules
        for name in imported_names(path)
        if name.partition(".")[0] in forbidden
    }

    assert seen == set()


def test_only_the_gateway_and_the_sandbox_import_the_payment_library() -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in python_files("shop")
        if any(name.partition(".")[0] == "stripe" for name in imported_names(path))
    }

    assert {user for user in users if not user.startswith("shop/payments/sandbox/")} == {
        "shop/payments/stripe_gateway.py"
    }


def test_a_room_for_junk_has_no_place_in_the_house() -> None:
    junk = {"utils", "util", "helpers", "helper", "common", "base", "misc"}

    assert [
        str(p) for p in python_files(*PACKAGES) if p.stem in junk or junk & set(p.relative_to(ROOT).parts)
    ] == []
