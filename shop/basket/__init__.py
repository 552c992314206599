"""What a visitor put aside: kept in a signed cookie, priced afresh at every look."""
