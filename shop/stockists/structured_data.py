"""Decides what a search engine is told of a shop: only what its page shows, and nothing of a made-up one."""

from typing import Any

from shop.stockists.hours import DAYS, Hours, Span, clock_time
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
        "openingHoursSpecification": _week(stockist.hours),
        "specialOpeningHoursSpecification": _exceptions(stockist.hours),
    }
    return {key: value for key, value in data.items() if value}


def _week(hours: Hours) -> list[dict[str, str]]:
    if hours.week is None:
        return []
    return [
        _opening(span, dayOfWeek=f"https://schema.org/{day}")
        for day, spans in zip(DAYS, hours.week, strict=True)
        for span in spans
    ]


def _exceptions(hours: Hours) -> list[dict[str, str]]:
    # Shut all day is told as a span without length.
    return [
        _opening(span, validFrom=day.isoformat(), validThrough=day.isoformat())
        for day, spans in sorted(hours.exceptions.items())
        for span in spans or (Span(0, 0),)
    ]


def _opening(span: Span, **when: str) -> dict[str, str]:
    return {
        "@type": "OpeningHoursSpecification",
        **when,
        "opens": clock_time(span.opens),
        "closes": clock_time(span.closes),
    }
