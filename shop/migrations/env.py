"""Decides how Alembic reaches the database: through the application that runs it."""

from alembic import context
from flask import current_app

from shop.db import db


def run() -> None:
    """Apply the migrations on the application's own engine."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            **{
                **current_app.extensions["migrate"].configure_args,
                "render_as_batch": connection.dialect.name == "sqlite",
                "compare_type": True,
            },
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Migrations run against a live database: flask db upgrade, without --sql.")
run()
