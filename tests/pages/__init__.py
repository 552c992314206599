"""Tests of the front page, the small print and what machines ask for."""
