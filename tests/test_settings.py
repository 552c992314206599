"""How the environment becomes settings, and how mistakes in it are told."""

from pathlib import Path

import pytest

from shop.settings import ROOT, SettingsError, from_environment

REAL = {
    "STRIPE_API_KEY": "sk_live_abc123",
    "STRIPE_WEBHOOK_SECRET": "whsec_abc",
    "SECRET_KEY": "k" * 40,
    "SHOP_URL": "https://shop.example",
    "SMTP_URL": "smtp://mail.example:587",
    "MAIL_FROM": "orders@shop.example",
    "COMPANY_NAME": "Example Ltd",
    "COMPANY_NUMBER": "01234567",
    "COMPANY_PLACE": "England and Wales",
    "COMPANY_ADDRESS": "1 Example Street, Leeds",
    "COMPANY_EMAIL": "hello@shop.example",
    "COMPANY_PHONE": "0113 496 0000",
    "VAT_NUMBER": "GB123456789",
}


def problems_of(environ: dict[str, str]) -> dict[str, str]:
    with pytest.raises(SettingsError) as raised:
        from_environment(environ)
    return dict(raised.value.problems)


def test_nothing_set_is_the_sandbox_on_port_8000() -> None:
    settings = from_environment({})

    assert settings.sandbox is True
    assert (settings.port, settings.sandbox_port) == (8000, 8001)
    assert settings.database_url == f"sqlite:///{ROOT / 'var' / 'shop.sqlite3'}"
    assert settings.stripe_api_base == "http://localhost:8001"
    assert settings.payment_page_origins == ("http://localhost:8001",)


def test_a_real_key_ends_the_sandbox() -> None:
    settings = from_environment(REAL)

    assert settings.sandbox is False
    assert settings.stripe_api_base is None
    assert settings.payment_page_origins == ("https://checkout.stripe.com",)


def test_the_sandbox_never_runs_with_a_real_key() -> None:
    problems = problems_of({**REAL, "STRIPE_API_BASE": "http://localhost:8001"})

    assert problems == {
        "STRIPE_API_BASE": "must not be set together with STRIPE_API_KEY: a real key never goes to a stand-in"
    }


def test_no_secret_has_a_default_outside_the_sandbox() -> None:
    problems = problems_of({"STRIPE_API_KEY": "sk_test_abc123"})

    assert set(problems) == {
        "SHOP_URL",
        "SECRET_KEY",
        "STRIPE_WEBHOOK_SECRET",
        "COMPANY_NAME",
        "COMPANY_NUMBER",
        "COMPANY_PLACE",
        "COMPANY_ADDRESS",
        "COMPANY_EMAIL",
        "COMPANY_PHONE",
        "VAT_NUMBER",
    }
    assert set(problems.values()) == {"must be set when STRIPE_API_KEY is"}


def test_a_live_key_needs_https_and_a_way_to_send_mail() -> None:
    environ = {**REAL, "SHOP_URL": "http://shop.example"}
    del environ["SMTP_URL"]

    problems = problems_of(environ)

    assert problems == {
        "SHOP_URL": "must begin with https:// when the key is live",
        "SMTP_URL": "must be set when the key is live, so that buyers get their confirmation",
    }


def test_all_mistakes_are_told_at_once() -> None:
    problems = problems_of(
        {
            "PORT": "eighty",
            "WEB_WORKERS": "0",
            "DATABASE_URL": "mysql://localhost/shop",
            "SECRET_KEY": "short",
            "STRIPE_API_KEY": "pk_live_public",
            "SMTP_URL": "mail.example",
        }
    )

    assert set(problems) >= {
        "PORT",
        "WEB_WORKERS",
        "DATABASE_URL",
        "SECRET_KEY",
        "STRIPE_API_KEY",
        "SMTP_URL",
    }
    assert problems["PORT"] == "must be a whole number from 1 to 65535"
    assert problems["DATABASE_URL"] == "must begin with sqlite:// or postgresql:// or postgresql+psycopg://"


def test_the_message_names_each_variable_on_a_line_of_its_own() -> None:
    with pytest.raises(SettingsError) as raised:
        from_environment({"PORT": "0", "PROXY_HOPS": "many"})

    assert str(raised.value).splitlines() == [
        "The settings in the environment can't be used:",
        "  PORT: must be a whole number from 1 to 65535, not 0",
        "  PROXY_HOPS: must be a whole number from 0 to 5",
    ]


def test_an_empty_variable_counts_as_unset() -> None:
    assert from_environment({"PORT": "", "STRIPE_API_KEY": "  "}).sandbox is True


def test_a_plain_postgresql_address_is_given_the_pinned_driver() -> None:
    settings = from_environment({"DATABASE_URL": "postgresql://shop:pw@db.example/shop"})

    assert settings.database_url == "postgresql+psycopg://shop:pw@db.example/shop"


def test_a_folder_of_its_own_holds_the_database_file(tmp_path: Path) -> None:
    assert (
        from_environment({"DATA_DIR": str(tmp_path)}).database_url == f"sqlite:///{tmp_path / 'shop.sqlite3'}"
    )


def test_the_sandbox_needs_a_port_of_its_own() -> None:
    assert problems_of({"PORT": "9000", "SANDBOX_PORT": "9000"}) == {
        "SANDBOX_PORT": "must differ from PORT, which is 9000 too"
    }
