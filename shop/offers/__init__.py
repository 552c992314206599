"""What a shopper pays less: offers by code or for everybody, and who may use which how often."""
