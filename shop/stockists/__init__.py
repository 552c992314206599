"""Decides where else a visitor can buy: which shops stock our range and which of them are nearest."""
