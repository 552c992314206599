"""The range for programs: each product's name and address, under the id the guide's suggestions use."""

from apispec import APISpec
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields

from shop.catalog.queries import names_on_sale
from shop.settings import current
from shop.web.json_requests import JSON, refuse_other_formats
from shop.web.limits import count_request

PATH = "/api/v1/products"

blueprint = Blueprint("catalog_api", __name__)


class ProductSchema(Schema):
    """One product."""

    item = fields.String(
        required=True, metadata={"description": "As in suggestions and in what is withheld."}
    )
    name = fields.String(required=True)
    url = fields.URL(required=True, metadata={"description": "Its page in the shop."})


class ProductsSchema(Schema):
    """The range, in shelf order."""

    products = fields.List(fields.Nested(ProductSchema), required=True)


@blueprint.get(PATH)
def products() -> ResponseReturnValue:
    """Every product, in shelf order."""
    count_request("products")
    refuse_other_formats()
    shop = current().shop_url
    rows = [
        {"item": slug, "name": name, "url": f"{shop}/shop/{slug}"} for slug, name in names_on_sale().items()
    ]
    return jsonify(products=rows)


def describe(spec: APISpec) -> None:
    """Write this room's part of the OpenAPI document."""
    spec.components.schema("Products", schema=ProductsSchema)
    found = {"description": "The range.", "content": {JSON: {"schema": "Products"}}}
    operation = {
        "operationId": "listProducts",
        "tags": ["products"],
        "summary": "List the range",
        "responses": {"200": found},
    }
    spec.path(path=PATH, operations={"get": operation})
