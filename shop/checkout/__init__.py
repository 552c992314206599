"""From basket to order to payment: the only room that joins them."""
