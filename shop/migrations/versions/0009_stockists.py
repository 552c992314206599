"""Stockists with opening hours and dated exceptions, and what visitors report of them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def stockist_id(table: str, **options: bool) -> sa.Column[int]:
    key = sa.ForeignKey(
        "stockist.id", name=op.f(f"fk_{table}_stockist_id_stockist"), ondelete="CASCADE"
    )
    return sa.Column("stockist_id", sa.Integer(), key, nullable=False, **options)


def upgrade() -> None:
    # Added one by one: making the table anew on SQLite would drop it, and its products with it.
    op.add_column("stockist", sa.Column("has_hours", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column(
        "stockist",
        sa.Column("bank_holidays", sa.String(length=10), nullable=False, server_default="unknown"),
    )
    op.create_table(
        "stockist_span",
        sa.Column("id", sa.Integer(), nullable=False),
        stockist_id("stockist_span"),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.CheckConstraint("(weekday IS NULL) <> (day IS NULL)", name=op.f("ck_stockist_span_weekly_or_dated")),
        sa.CheckConstraint("weekday >= 0 AND weekday <= 6", name=op.f("ck_stockist_span_weekday_of_a_week")),
        sa.CheckConstraint("opens >= 0 AND opens < 1440", name=op.f("ck_stockist_span_opens_in_its_day")),
        sa.CheckConstraint(
            "closes > opens AND closes <= opens + 1440", name=op.f("ck_stockist_span_closes_within_a_day")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stockist_span")),
    )
    op.create_index(op.f("ix_stockist_span_stockist_id_weekday"), "stockist_span", ["stockist_id", "weekday"])
    op.create_table(
        "stockist_exception",
        stockist_id("stockist_exception"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("why", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("stockist_id", "day", name=op.f("pk_stockist_exception")),
    )
    op.create_table(
        "stockist_report",
        sa.Column("id", sa.Integer(), nullable=False),
        stockist_id("stockist_report"),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("product_slug", sa.String(length=80), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "what IN ('not-stocked', 'closed-down', 'details-wrong')", name=op.f("ck_stockist_report_what_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stockist_report")),
    )
    op.create_index(op.f("ix_stockist_report_stockist_id"), "stockist_report", ["stockist_id"])


def downgrade() -> None:
    op.drop_table("stockist_report")
    op.drop_table("stockist_exception")
    op.drop_table("stockist_span")
    op.drop_column("stockist", "bank_holidays")
    op.drop_column("stockist", "has_hours")
