"""Money given back: refunds with all that came of them, cancellations and returns, parcels, disputes.

The two tables of refunds are made anew, since nothing wrote a row into them before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEPT = ("refunds", "refund_lines", "cancellations", "cancellation_lines", "parcels")


def upgrade() -> None:
    op.drop_table("refund_lines")
    op.drop_table("refunds")
    op.add_column("payments", sa.Column("disputed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_payments_payment_intent"), "payments", ["payment_intent"])
    op.add_column("payment_events", sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True))
    create_cancellations()
    create_refunds()
    create_parcels()
    op.create_table(
        "provider_news",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("heard_until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_provider_news_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_news")),
    )
    for table in KEPT:
        refuse_delete(table)


def refuse_delete(table: str) -> None:
    """A wall in the database: deleting a row of `table` fails."""
    words = f"rows of {table} are never deleted"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_refuse_delete BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    op.execute(
        f"CREATE TRIGGER {table}_refuse_delete BEFORE DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('{words}')"
    )


def create_cancellations() -> None:
    op.create_table(
        "cancellations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("asked_by IN ('shopper', 'staff')", name=op.f("ck_cancellations_asked_by_known")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_cancellations_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cancellations")),
    )
    op.create_index(op.f("ix_cancellations_order_id"), "cancellations", ["order_id"])
    op.create_index("ix_cancellations_closed_at_due_at", "cancellations", ["closed_at", "due_at"])
    op.create_table(
        "cancellation_lines",
        sa.Column("cancellation_id", sa.Integer(), nullable=False),
        sa.Column("order_line_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("restocked", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_cancellation_lines_quantity_above_nothing")),
        sa.CheckConstraint(
            "0 <= received AND received <= quantity", name=op.f("ck_cancellation_lines_received_within_quantity")
        ),
        sa.CheckConstraint(
            "0 <= restocked AND restocked <= received", name=op.f("ck_cancellation_lines_restocked_within_received")
        ),
        sa.ForeignKeyConstraint(
            ["cancellation_id"], ["cancellations.id"], name=op.f("fk_cancellation_lines_cancellation_id_cancellations")
        ),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_lines.id"], name=op.f("fk_cancellation_lines_order_line_id_order_lines")
        ),
        sa.PrimaryKeyConstraint("cancellation_id", "order_line_id", name=op.f("pk_cancellation_lines")),
    )
    op.create_index(op.f("ix_cancellation_lines_order_line_id"), "cancellation_lines", ["order_line_id"])


def create_refunds() -> None:
    op.create_table(
        "refunds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("reference", sa.String(length=255), nullable=True),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("delivery_minor", sa.Integer(), nullable=False),
        sa.Column("delivery_vat_minor", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("failure", sa.String(length=100), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refunds_amount_above_nothing")),
        sa.CheckConstraint(
            "0 <= delivery_minor AND delivery_minor <= amount_minor", name=op.f("ck_refunds_delivery_within_amount")
        ),
        sa.CheckConstraint(
            "0 <= delivery_vat_minor AND delivery_vat_minor <= delivery_minor",
            name=op.f("ck_refunds_delivery_vat_within_delivery"),
        ),
        sa.CheckConstraint(
            "status IN ('created', 'pending', 'succeeded', 'failed')", name=op.f("ck_refunds_status_known")
        ),
        sa.CheckConstraint("origin IN ('shop', 'provider')", name=op.f("ck_refunds_origin_known")),
        sa.CheckConstraint(
            "status NOT IN ('pending', 'succeeded') OR reference IS NOT NULL",
            name=op.f("ck_refunds_given_has_reference"),
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id_payments")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_refunds_idempotency_key")),
        sa.UniqueConstraint("provider", "reference", name=op.f("uq_refunds_provider_reference")),
    )
    op.create_index(op.f("ix_refunds_payment_id"), "refunds", ["payment_id"])
    op.create_index("ix_refunds_status_checked_at", "refunds", ["status", "checked_at"])
    create_refund_lines(sa.Column("restocked", sa.Boolean(), nullable=False))


def create_refund_lines(*more: sa.Column) -> None:
    op.create_table(
        "refund_lines",
        sa.Column("refund_id", sa.Integer(), nullable=False),
        sa.Column("order_line_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("vat_minor", sa.Integer(), nullable=False),
        *more,
        sa.CheckConstraint("quantity > 0", name=op.f("ck_refund_lines_quantity_above_nothing")),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_refund_lines_amount_not_negative")),
        sa.CheckConstraint(
            "0 <= vat_minor AND vat_minor <= amount_minor", name=op.f("ck_refund_lines_vat_within_amount")
        ),
        sa.ForeignKeyConstraint(["refund_id"], ["refunds.id"], name=op.f("fk_refund_lines_refund_id_refunds")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_lines.id"], name=op.f("fk_refund_lines_order_line_id_order_lines")
        ),
        sa.PrimaryKeyConstraint("refund_id", "order_line_id", name=op.f("pk_refund_lines")),
    )
    op.create_index(op.f("ix_refund_lines_order_line_id"), "refund_lines", ["order_line_id"])


def create_parcels() -> None:
    op.create_table(
        "parcels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.String(length=60), nullable=False),
        sa.Column("tracking", sa.String(length=60), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_parcels_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcels")),
    )
    op.create_index(op.f("ix_parcels_order_id"), "parcels", ["order_id"])


def downgrade() -> None:
    for table in ("refund_lines", "refunds", "parcels", "cancellation_lines", "cancellations", "provider_news"):
        op.drop_table(table)
    op.drop_column("payment_events", "handled_at")
    op.drop_index(op.f("ix_payments_payment_intent"), "payments")
    op.drop_column("payments", "disputed_at")
    create_earlier_refunds()
    create_refund_lines()
    for table in ("refunds", "refund_lines"):
        refuse_delete(table)


def create_earlier_refunds() -> None:
    """The table as the migration before this one left it."""
    op.create_table(
        "refunds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=255), nullable=True),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("delivery_minor", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refunds_amount_above_nothing")),
        sa.CheckConstraint(
            "0 <= delivery_minor AND delivery_minor <= amount_minor", name=op.f("ck_refunds_delivery_within_amount")
        ),
        sa.CheckConstraint(
            "status IN ('created', 'pending', 'succeeded', 'failed')", name=op.f("ck_refunds_status_known")
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id_payments")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_refunds_idempotency_key")),
        sa.UniqueConstraint("provider", "reference", name=op.f("uq_refunds_provider_reference")),
    )
    op.create_index(op.f("ix_refunds_payment_id"), "refunds", ["payment_id"])
