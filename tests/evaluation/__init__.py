"""How well free text is read, and whether what measures it can be trusted."""
