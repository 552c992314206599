"""Decides how this shop is set up: typed settings from the environment, every mistake reported at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from marshmallow import EXCLUDE, ValidationError, fields, validate, validates_schema

from shop.api_settings import ApiEnvironment, ApiSettings, api_settings

ROOT = Path(__file__).resolve().parent.parent

# These open only the local stand-in for the payment provider, where nothing is really bought.
SANDBOX_API_KEY = "sk_test_sandbox_no_money_moves"
SANDBOX_WEBHOOK_SECRET = "whsec_sandbox_no_money_moves"  # noqa: S105
SANDBOX_SECRET_KEY = "sandbox only: signs baskets in which nothing is really bought"  # noqa: S105

COMPANY = (
    "COMPANY_NAME",
    "COMPANY_NUMBER",
    "COMPANY_PLACE",
    "COMPANY_ADDRESS",
    "COMPANY_EMAIL",
    "COMPANY_PHONE",
    "VAT_NUMBER",
)


class SettingsError(Exception):
    """The environment can't be used as it is; `problems` are (variable, what is wrong and what is right)."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        lines = "\n".join(f"  {name}: {problem}" for name, problem in problems)
        super().__init__(f"The settings in the environment can't be used:\n{lines}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the environment decides. `sandbox`: no payment key is set, nothing is really sold."""

    sandbox: bool
    host: str
    port: int
    sandbox_port: int
    web_workers: int
    shop_name: str
    shop_url: str
    data_dir: Path
    database_url: str
    secret_key: str
    stripe_api_key: str
    stripe_api_base: str | None
    stripe_webhook_secret: str
    smtp_url: str | None
    mail_from: str
    proxy_hops: int
    api: ApiSettings
    low_stock: int
    company_name: str | None = None
    company_number: str | None = None
    company_place: str | None = None
    company_address: str | None = None
    company_email: str | None = None
    company_phone: str | None = None
    vat_number: str | None = None

    @property
    def is_https(self) -> bool:
        """Whether visitors reach the shop over TLS."""
        return self.shop_url.startswith("https://")

    @property
    def sandbox_url(self) -> str:
        """Where the stand-in for the payment provider is reached, by the shop and by browsers."""
        return f"http://localhost:{self.sandbox_port}"

    @property
    def payment_page_origins(self) -> tuple[str, ...]:
        """Where the visitor is sent to pay: the browser must be allowed to follow the form there."""
        return (self.sandbox_url,) if self.sandbox else ("https://checkout.stripe.com",)


def _whole(low: int, high: int, **extra: Any) -> fields.Integer:
    wrong = f"must be a whole number from {low} to {high}"
    return fields.Integer(
        validate=validate.Range(low, high, error=f"{wrong}, not {{input}}"),
        error_messages={"invalid": f"{wrong}"},
        **extra,
    )


def _text(**extra: Any) -> fields.String:
    return fields.String(load_default=None, **extra)


class Environment(ApiEnvironment):
    """The variables the shop reads; `metadata["about"]` is what the README says of each."""

    class Meta:
        unknown = EXCLUDE

    PORT = _whole(1, 65535, load_default=8000, metadata={"about": "port of the shop"})
    HOST = fields.String(
        load_default="127.0.0.1",
        metadata={"about": "address to listen on; 0.0.0.0 to be reached from other machines"},
    )
    SANDBOX_PORT = _whole(
        1, 65535, load_default=None, metadata={"about": "port of the payment sandbox; PORT + 1 when unset"}
    )
    WEB_WORKERS = _whole(1, 64, load_default=2, metadata={"about": "web processes"})
    SHOP_NAME = fields.String(
        load_default="Stillwater Remedies",
        validate=validate.Length(1, 60, error="must have 1 to 60 characters"),
        metadata={"about": "name over the door"},
    )
    SHOP_URL = _text(
        metadata={"about": "address visitors use, such as https://shop.example; needed with a key"}
    )
    DATA_DIR = fields.String(
        load_default="var", metadata={"about": "folder of the database file and unpacked place data"}
    )
    DATABASE_URL = _text(
        metadata={
            "about": "sqlite:///file or postgresql://user:password@host/name; a file in DATA_DIR when unset"
        }
    )
    SECRET_KEY = _text(
        validate=validate.Length(
            32,
            error="must have at least 32 characters; python -c 'import secrets; "
            "print(secrets.token_urlsafe(48))' makes one",
        ),
        metadata={"about": "signs the basket cookie; needed with a key"},
    )
    STRIPE_API_KEY = _text(
        validate=validate.Regexp(
            r"^(sk|rk)_(test|live)_\w+$", error="must look like sk_test_…, sk_live_… or rk_live_…"
        ),
        metadata={"about": "Stripe's secret or restricted key; unset means the sandbox"},
    )
    STRIPE_API_BASE = _text(metadata={"about": "address of a stand-in for Stripe's API; only without a key"})
    STRIPE_WEBHOOK_SECRET = _text(
        validate=validate.Regexp(
            r"^whsec_\w+$", error="must look like whsec_…, from the webhook's page at Stripe"
        ),
        metadata={"about": "proves that a webhook comes from Stripe; needed with a key"},
    )
    SMTP_URL = _text(
        metadata={
            "about": "smtp://user:password@host:587 or smtps://…:465; unset in the sandbox: mails are kept"
        }
    )
    MAIL_FROM = fields.String(
        load_default=None,
        metadata={"about": "sender of mails, such as orders@shop.example; needed with SMTP_URL"},
    )
    PROXY_HOPS = _whole(
        0,
        5,
        load_default=0,
        metadata={"about": "how many trusted proxies stand in front and set X-Forwarded-*"},
    )
    LOW_STOCK = _whole(
        0,
        1000,
        load_default=5,
        metadata={"about": "`flask stock list --low` names what has no more free packs than this"},
    )
    COMPANY_NAME = _text(metadata={"about": "registered name; law asks for it, needed with a key"})
    COMPANY_NUMBER = _text(metadata={"about": "registration number; needed with a key"})
    COMPANY_PLACE = _text(
        metadata={"about": "where it is registered, such as England and Wales; needed with a key"}
    )
    COMPANY_ADDRESS = _text(metadata={"about": "registered office; needed with a key"})
    COMPANY_EMAIL = _text(metadata={"about": "where shoppers write; needed with a key"})
    COMPANY_PHONE = _text(metadata={"about": "where shoppers ring; needed with a key"})
    VAT_NUMBER = _text(metadata={"about": "VAT registration number; needed with a key"})

    @validates_schema(skip_on_field_errors=False)
    def check_together(self, data: dict[str, Any], **_: object) -> None:
        """What no single variable shows: the sandbox and a real key never meet, addresses are addresses."""
        wrong: dict[str, list[str]] = {}
        key = data.get("STRIPE_API_KEY")
        if key:
            _check_real_shop(key, data, wrong)
        if data.get("SANDBOX_PORT") is not None and data["SANDBOX_PORT"] == data.get("PORT"):
            wrong["SANDBOX_PORT"] = [f"must differ from PORT, which is {data['PORT']} too"]
        if not key and data.get("PORT") == 65535 and data.get("SANDBOX_PORT") is None:
            wrong["SANDBOX_PORT"] = ["must be set, since PORT is the last port there is"]
        for name, schemes in (
            ("SHOP_URL", ("http", "https")),
            ("STRIPE_API_BASE", ("http", "https")),
            ("SMTP_URL", ("smtp", "smtps")),
            ("DATABASE_URL", ("sqlite", "postgresql", "postgresql+psycopg")),
        ):
            problem = _address_problem(data.get(name), schemes)
            if problem:
                wrong.setdefault(name, []).append(problem)
        if data.get("SMTP_URL") and "@" not in (data.get("MAIL_FROM") or ""):
            wrong["MAIL_FROM"] = ["must be an email address when SMTP_URL is set"]
        if wrong:
            raise ValidationError(wrong)


def _check_real_shop(key: str, data: dict[str, Any], wrong: dict[str, list[str]]) -> None:
    if key.startswith("sk_test_sandbox"):
        wrong["STRIPE_API_KEY"] = [
            "is the sandbox's own key; unset it to run the sandbox, or give a real one"
        ]
    if data.get("STRIPE_API_BASE"):
        wrong["STRIPE_API_BASE"] = [
            "must not be set together with STRIPE_API_KEY: a real key never goes to a stand-in"
        ]
    for name in ("SHOP_URL", "SECRET_KEY", "STRIPE_WEBHOOK_SECRET", *COMPANY):
        if not data.get(name):
            wrong[name] = ["must be set when STRIPE_API_KEY is"]
    url = data.get("SHOP_URL") or ""
    if "_live_" in key and url and not url.startswith("https://"):
        wrong["SHOP_URL"] = ["must begin with https:// when the key is live"]
    if "_live_" in key and not data.get("SMTP_URL"):
        wrong["SMTP_URL"] = ["must be set when the key is live, so that buyers get their confirmation"]


def _address_problem(value: str | None, schemes: tuple[str, ...]) -> str | None:
    if value is None:
        return None
    shown = " or ".join(f"{s}://" for s in schemes)
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as error:
        return f"can't be read as an address ({error})"
    if parts.scheme not in schemes:
        return f"must begin with {shown}"
    if parts.scheme != "sqlite" and not parts.hostname:
        return f"must name a host after {parts.scheme}://"
    if parts.scheme in ("http", "https") and parts.path not in ("", "/"):
        return "must not have a path"
    return None


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Settings from environment variables; an empty variable counts as unset.

    Raises SettingsError naming every variable that is wrong.
    """
    given = {name: environ[name].strip() for name in Environment().fields if environ.get(name, "").strip()}
    try:
        read = Environment().load(given)
    except ValidationError as error:
        problems = error.normalized_messages()
        raise SettingsError([(n, " ".join(map(str, problems[n]))) for n in sorted(problems)]) from None
    return _build(read)


def _build(read: dict[str, Any]) -> Settings:
    sandbox = read["STRIPE_API_KEY"] is None
    data_dir = (ROOT / read["DATA_DIR"]).resolve()
    sandbox_port = read["SANDBOX_PORT"] or read["PORT"] + (1 if sandbox else 0)
    database_url = read["DATABASE_URL"] or f"sqlite:///{data_dir / 'shop.sqlite3'}"
    if database_url.startswith("postgresql://"):
        # The driver pinned in requirements.txt is psycopg 3.
        database_url = database_url.replace("postgresql://", "postgresql+psycopg://", 1)
    return Settings(
        sandbox=sandbox,
        host=read["HOST"],
        port=read["PORT"],
        sandbox_port=sandbox_port,
        web_workers=read["WEB_WORKERS"],
        shop_name=read["SHOP_NAME"],
        shop_url=(read["SHOP_URL"] or f"http://localhost:{read['PORT']}").rstrip("/"),
        data_dir=data_dir,
        database_url=database_url,
        secret_key=read["SECRET_KEY"] or SANDBOX_SECRET_KEY,
        stripe_api_key=read["STRIPE_API_KEY"] or SANDBOX_API_KEY,
        stripe_api_base=(read["STRIPE_API_BASE"] or f"http://localhost:{sandbox_port}") if sandbox else None,
        stripe_webhook_secret=read["STRIPE_WEBHOOK_SECRET"] or SANDBOX_WEBHOOK_SECRET,
        smtp_url=read["SMTP_URL"],
        mail_from=read["MAIL_FROM"] or "orders@shop.example",
        proxy_hops=read["PROXY_HOPS"],
        low_stock=read["LOW_STOCK"],
        api=api_settings(read),
        **{name.lower(): read[name] for name in COMPANY},
    )


def current() -> Settings:
    """The settings of the application that is running."""
    # The starter reads settings before anything else, and has no use for Flask.
    from flask import current_app

    settings: Settings = current_app.extensions["settings"]
    return settings
