"""What a shopper does on the way to an order, in few words."""

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

ADA = {
    "email": "ada@example.com",
    "name": "Ada Lovelace",
    "address_line_1": "12 St James's Square",
    "address_line_2": "",
    "town": "London",
    "postcode": "sw1y4jh",
    "phone": "",
    "delivery": "standard",
}
TICKS = {"age": "yes", "leaflet": "yes"}


def puts_aside(client: FlaskClient, **how_many: int) -> None:
    """Puts packs into the basket; `ATROSAN_30=2` stands for two of ATROSAN-30."""
    for sku, quantity in how_many.items():
        answer = client.post("/basket/items", data={"sku": sku.replace("_", "-"), "quantity": str(quantity)})
        assert answer.status_code == 303, answer.text


def reviews(client: FlaskClient, **details: str) -> TestResponse:
    """Fills in the form and looks at the review page."""
    return client.post("/checkout/review", data={**ADA, **details})


def hidden(page: str) -> dict[str, str]:
    """What the review page carries along unseen."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in found}


def orders(client: FlaskClient, page: str, **differently: Any) -> TestResponse:
    """Ticks what there is to tick on the review page and presses the button."""
    form = {**hidden(page), **TICKS, **differently}
    return client.post("/checkout", data={name: value for name, value in form.items() if value is not None})
