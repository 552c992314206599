"""Products are found in few queries, near misses are offered, the guide gets plain data."""

import json

import pytest

from shop.catalog.queries import (
    NoSuchProduct,
    filled_shelves,
    get_product,
    guide_items,
    has_products,
    list_products,
    variants_by_sku,
)
from tests.catalog.ranges import queries

pytestmark = pytest.mark.usefixtures("app")


def test_a_shelf_holds_what_may_lawfully_be_filed_there() -> None:
    assert [p.slug for p in list_products(need="sleep-disturbance-mild-anxiety")] == ["dormeasan"]
    assert [p.slug for p in list_products(need="hayfever-eyes")] == []
    assert [p.slug for p in list_products(kind="food")] == ["bambu"]
    assert [p.slug for p in list_products(need="coffee-substitute", kind="medical-device")] == []
    assert len(list_products()) == 7


def test_only_filled_shelves_are_shown_in_their_order() -> None:
    assert list(filled_shelves()) == [
        "sleep-disturbance-mild-anxiety",
        "muscle-aches-and-stiffness",
        "muscular-pain-and-backache",
        "coffee-substitute",
    ]


def test_the_whole_range_with_packs_and_needs_takes_one_query() -> None:
    with queries() as seen:
        found = list_products()
        packs = [variant.pack_label for product in found for variant in product.variants]
        needs = [served.need for product in found for served in product.serves]

    assert len(packs) == 13
    assert len(needs) == 7
    assert len(seen) == 1


def test_a_product_takes_one_query() -> None:
    with queries() as seen:
        product = get_product("atrosan")
        assert [v.pack_label for v in product.variants] == ["30 tablets", "60 tablets"]
        assert [s.need for s in product.confirmed_needs] == ["muscular-pain-and-backache"]

    assert len(seen) == 1


def test_packs_come_with_their_product_in_one_query() -> None:
    with queries() as seen:
        found = variants_by_sku(["BAMBU-100", "ATROSAN-30", "ATROSAN-30", "NO-SUCH"])
        assert {sku: v.product.name for sku, v in found.items()} == {
            "ATROSAN-30": "A.Vogel Atrosan Devil's Claw tablets",
            "BAMBU-100": "A.Vogel Bambu (coffee substitute)",
        }
        assert [v.product.is_every_need_confirmed for v in found.values()] == [True, True]

    assert len(seen) == 1


def test_vat_and_age_are_on_the_product() -> None:
    found = variants_by_sku(["BAMBU-100", "DORMEASAN-15"])

    assert found["BAMBU-100"].vat_rate_percent == 0
    assert found["DORMEASAN-15"].vat_rate_percent == 20
    assert found["DORMEASAN-15"].product.minimum_age == 18
    assert found["BAMBU-100"].product.minimum_age is None
    assert found["DORMEASAN-15"].product.exclusive_group == "valerian-hops"


def test_a_near_miss_is_answered_with_what_may_be_meant() -> None:
    with pytest.raises(NoSuchProduct) as refused:
        get_product("dormesan")

    assert refused.value.status == 404
    assert refused.value.suggestions == [
        ("A.Vogel Dormeasan Sleep Valerian-Hops oral drops", "/shop/dormeasan"),
        ("A.Vogel Atrosan Devil's Claw tablets", "/shop/atrosan"),
        ("All products", "/shop"),
    ]


def test_a_part_of_a_name_finds_the_product() -> None:
    with pytest.raises(NoSuchProduct) as refused:
        get_product("pollinosan")

    assert (
        "A.Vogel Pollinosan Hayfever Eye Drops",
        "/shop/pollinosan-eye-drops",
    ) in refused.value.suggestions


def test_a_wild_miss_points_to_the_shop() -> None:
    with pytest.raises(NoSuchProduct) as refused:
        get_product("zzzz")

    assert refused.value.suggestions == [("All products", "/shop")]


def test_the_guide_gets_plain_data_in_one_query() -> None:
    with queries() as seen:
        items = guide_items()

    assert len(seen) == 1
    assert json.loads(json.dumps(items)) == items
    assert items[5] == {
        "id": "bambu",
        "name": "A.Vogel Bambu (coffee substitute)",
        "kind": "food",
        "serves": [
            {
                "need": "coffee-substitute",
                "basis": "plain-food",
                "statement": "A caffeine-free drink made from roasted plants.",
                "confirmed": True,
                "source": ["BAMBU_BLOG", "VAT_COFFEE"],
                "confidence": "seen-secondary",
            }
        ],
        "traits": ["plain-food", "contains-gluten"],
        "minimum_age": None,
        "cautions": items[5]["cautions"],
        "interactions": [],
        "exclusive_group": None,
    }
    assert [row["condition"] for row in items[5]["cautions"]] == [
        "coeliac_or_gluten_allergy",
        "kidney_disease",
        "allergy_asteraceae",
    ]
    assert set(items[4]["interactions"][0]) == {
        "medicine_class",
        "action",
        "text",
        "spacing",
        "source",
        "confidence",
    }


def test_the_range_is_there() -> None:
    assert has_products() is True
