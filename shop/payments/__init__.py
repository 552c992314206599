"""Money in and back: what was taken for an order, and what was given back."""
