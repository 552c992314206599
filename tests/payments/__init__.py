"""Tests of money in and back."""
