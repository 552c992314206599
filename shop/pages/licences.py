"""Decides whose work is named on the licences page: every package the shop runs on."""

# Direct requirements and their licences, as their own package data state them.
PACKAGES = (
    ("Flask", "BSD-3-Clause"),
    ("Flask-SQLAlchemy", "BSD-3-Clause"),
    ("SQLAlchemy", "MIT"),
    ("Flask-Migrate", "MIT"),
    ("psycopg", "LGPL-3.0-only"),
    ("marshmallow", "MIT"),
    ("stripe", "MIT"),
    ("granian", "BSD-3-Clause"),
    ("brotli", "MIT"),
    ("markdown-it-py", "MIT"),
    ("honcho", "MIT"),
    ("itsdangerous", "BSD-3-Clause"),
    ("holidays", "MIT"),
    ("limits", "MIT"),
    ("apispec", "MIT"),
)
