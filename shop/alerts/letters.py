"""Decides what somebody who waits is sent: facts about one pack, no price, no praise, nothing else."""

from flask import render_template

from shop import settings
from shop.catalog.models import Variant


def please_confirm(variant: Variant, token: str) -> dict[str, str]:
    """The mail with the link to say yes or no; subject, text and html."""
    link = f"{settings.current().shop_url}/alerts/{token}"
    return _letter("alert_confirm", f"Please confirm: {_named(variant)}", variant, link)


def back_again(variant: Variant) -> dict[str, str]:
    """The one mail that says the pack is there again."""
    link = f"{settings.current().shop_url}/shop/{variant.product.slug}"
    return _letter("alert_back", f"In stock again: {_named(variant)}", variant, link)


def _named(variant: Variant) -> str:
    return f"{variant.product.name}, {variant.pack_label}"


def _letter(name: str, subject: str, variant: Variant, link: str) -> dict[str, str]:
    said = {
        "subject": subject,
        "named": _named(variant),
        "is_medicine": variant.product.is_medicine,
        "link": link,
    }
    return {
        "subject": subject,
        "text": render_template(f"emails/{name}.txt", **said),
        "html": render_template(f"emails/{name}.html", **said),
    }
