"""A small stand-in for the payment provider's API, for a shop that has no key: no money moves here."""
