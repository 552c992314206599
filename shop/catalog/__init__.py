"""What we sell: the range, its stock, its shelves and product pages."""
