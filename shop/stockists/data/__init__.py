"""Names who must be thanked wherever a place or a distance from this folder is shown."""

CREDITS = (
    "Contains OS data © Crown copyright and database right 2025. "
    "Contains Royal Mail data © Royal Mail copyright and database right 2025. "
    "Contains National Statistics data © Crown copyright and database right 2025. "
    "Licensed under the Open Government Licence v3.0. "
    "Place names: GeoNames (CC BY 4.0). "
    "Outline: Natural Earth."
)
