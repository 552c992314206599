"""What was agreed: orders, their lines, and the states they may move through."""
