"""The store: one folder for each business capability."""
