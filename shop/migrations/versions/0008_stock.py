"""The shelf's ledger, and who waits for what to be back."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KINDS = "'delivered', 'counted', 'written_off', 'reserved', 'released', 'taken', 'put_back'"


def upgrade() -> None:
    mark_low_stock()
    create_movements()
    open_the_ledger()
    create_confirmations()
    create_alerts()
    for table in ("stock_movements", "order_confirmations"):
        for change in ("DELETE", "UPDATE"):
            refuse(table, change)


def refuse(table: str, change: str) -> None:
    """A wall in the database: `change` (DELETE or UPDATE) of a row of `table` fails."""
    name = f"{table}_refuse_{change.lower()}"
    words = f"rows of {table} are never {'deleted' if change == 'DELETE' else 'changed'}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END")
        return
    also = " OR TRUNCATE" if change == "DELETE" else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {change}{also} ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('{words}')"
    )


def mark_low_stock() -> None:
    column = "low_stock INTEGER CONSTRAINT ck_variant_low_stock_not_negative CHECK (low_stock IS NULL OR low_stock >= 0)"
    # Written out, because Alembic would make the whole table anew on SQLite to add a column with a check.
    op.execute(f"ALTER TABLE variant ADD COLUMN {column}")


def create_movements() -> None:
    op.create_table(
        "stock_movements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("on_hand_change", sa.Integer(), nullable=False),
        sa.Column("reserved_change", sa.Integer(), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("order_number", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_stock_movements_kind_known")),
        sa.CheckConstraint(
            "(kind NOT IN ('delivered', 'put_back') OR (on_hand_change > 0 AND reserved_change = 0)) AND "
            "(kind <> 'written_off' OR (on_hand_change < 0 AND reserved_change = 0)) AND "
            "(kind <> 'counted' OR reserved_change = 0) AND "
            "(kind <> 'reserved' OR (on_hand_change = 0 AND reserved_change > 0)) AND "
            "(kind <> 'released' OR (on_hand_change = 0 AND reserved_change < 0)) AND "
            "(kind <> 'taken' OR (on_hand_change < 0 AND reserved_change = on_hand_change))",
            name=op.f("ck_stock_movements_kind_moves_its_way"),
        ),
        sa.CheckConstraint(
            "0 <= reserved AND reserved <= on_hand", name=op.f("ck_stock_movements_reserved_within_on_hand")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movements")),
    )
    op.create_index("ix_stock_movements_sku_id", "stock_movements", ["sku", "id"])


def open_the_ledger() -> None:
    """What was on the shelves before there was a ledger is its first entry, and what was promised its second."""
    words = "'what was there when the ledger began'"
    columns = "(sku, kind, on_hand_change, reserved_change, on_hand, reserved, why, at)"
    op.execute(
        f"INSERT INTO stock_movements {columns} SELECT sku, 'counted', on_hand, 0, on_hand, 0, {words}, "
        "CURRENT_TIMESTAMP FROM variant ORDER BY sku"
    )
    op.execute(
        f"INSERT INTO stock_movements {columns} SELECT sku, 'reserved', 0, reserved, on_hand, reserved, {words}, "
        "CURRENT_TIMESTAMP FROM variant WHERE reserved > 0 ORDER BY sku"
    )


def create_confirmations() -> None:
    op.create_table(
        "order_confirmations",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.CheckConstraint("what IN ('age', 'leaflet')", name=op.f("ck_order_confirmations_what_known")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_confirmations_order_id_orders")),
        sa.PrimaryKeyConstraint("order_id", "what", name=op.f("pk_order_confirmations")),
    )


def create_alerts() -> None:
    op.create_table(
        "stock_alerts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_alerts")),
        sa.UniqueConstraint("email", "sku", name=op.f("uq_stock_alerts_email_sku")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_stock_alerts_token_hash")),
    )
    op.create_index(op.f("ix_stock_alerts_sku"), "stock_alerts", ["sku"])


def downgrade() -> None:
    op.drop_table("stock_alerts")
    op.drop_table("order_confirmations")
    op.drop_table("stock_movements")
    with op.batch_alter_table("variant") as variant:
        variant.drop_constraint("low_stock_not_negative", type_="check")
        variant.drop_column("low_stock")
