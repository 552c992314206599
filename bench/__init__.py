"""Measures the shop side by side with a bare Flask application and a constant WSGI answer, in one run."""
