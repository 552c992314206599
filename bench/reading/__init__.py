"""Measures how well free text is read, beside keywords and two clinical negation tools."""
