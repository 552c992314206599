"""Decides what a search engine is told of a shop: only what its page shows, and nothing of a made-up one."""

from typing import Any

from shop.stockists.models import Stockist

_TYPES = {
    "health-food-shop": "HealthAndBeautyBusiness",
    "herbal-shop": "HealthAndBeautyBusiness",
    "pharmacy": "Pharmacy",
    "grocer": "GroceryStore",
}
_COUNTRIES = {"Jersey": "JE", "Guernsey": "GG", "Isle of Man": "IM"}


def structured_data(stockist: Stockist) -> dict[str, Any]:
    """A schema.org object; raises ValueError for a sample, which must not be told to anyone as a shop."""
    if stockist.is_sample:
        raise ValueError(f"{stockist.slug} is a sample")
    lines = (stockist.address_line_1, stockist.address_line_2)
    data = {
        "@context": "https://schema.org",
        "@type": _TYPES[stockist.kind],
        "name": stockist.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(line for line in lines if line),
            "addressLocality": stockist.town,
            "postalCode": stockist.postcode,
            "addressCountry": _COUNTRIES.get(stockist.nation, "GB"),
        },
        "geo": {"@type": "GeoCoordinates", "latitude": stockist.lat, "longitude": stockist.lon},
        "telephone": stockist.phone,
        "url": stockist.website,
    }
    return {key: value for key, value in data.items() if value is not None}
