"""Reads what somebody wrote in their own words into findings, each with the place where it was said."""
