"""Decides what a telephone shows of the shop when someone puts it on their home screen."""

from collections.abc import Callable
from typing import Any, cast

from flask import current_app

from shop.web.assets import STATIC

# Browsers that ask for /favicon.ico take a PNG; pages name the drawing of the mark.
FAVICON = STATIC / "icons" / "mark-180.png"


def manifest(shop_name: str) -> dict[str, Any]:
    """The web app manifest; colours are those of `css/tokens.css`."""
    asset = cast("Callable[[str], str]", current_app.jinja_env.globals["asset"])
    return {
        "name": shop_name,
        "short_name": shop_name.split()[0],
        "start_url": "/",
        "display": "browser",
        "background_color": "#fbf9f4",
        "theme_color": "#fbf9f4",
        "icons": [
            {"src": asset("icons/mark-180.png"), "sizes": "180x180", "type": "image/png"},
            {"src": asset("icons/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }
