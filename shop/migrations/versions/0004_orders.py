"""What was agreed: orders with their lines, VAT and audit log, which refuse to be deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEPT = ("orders", "order_lines", "order_vat", "order_events")
FROZEN = ("order_lines", "order_vat", "order_events")


def refuse(table: str, change: str, words: str) -> None:
    """A wall in the database: `change` (DELETE or UPDATE) of a row of `table` fails with `words`."""
    name = f"{table}_refuse_{change.lower()}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END")
        return
    also = " OR TRUNCATE" if change == "DELETE" else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {change}{also} ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('{words}')"
    )


def upgrade() -> None:
    counter = op.create_table(
        "order_counter",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_order_counter_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_counter")),
    )
    op.bulk_insert(counter, [{"id": 1, "last": 100_000}])
    create_orders()
    create_lines()
    create_vat_and_events()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'restrict_violation'; END $$"
        )
    for table in KEPT:
        refuse(table, "DELETE", f"rows of {table} are never deleted")
    for table in FROZEN:
        refuse(table, "UPDATE", f"rows of {table} are never changed")


def create_orders() -> None:
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("attempt", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("stock", sa.String(length=10), nullable=False),
        sa.Column("attention", sa.String(length=300), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("address_line_1", sa.String(length=100), nullable=False),
        sa.Column("address_line_2", sa.String(length=100), nullable=False),
        sa.Column("town", sa.String(length=60), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("delivery_code", sa.String(length=20), nullable=False),
        sa.Column("delivery_label", sa.String(length=60), nullable=False),
        sa.Column("delivery_estimate", sa.String(length=120), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("goods_minor", sa.Integer(), nullable=False),
        sa.Column("discount_minor", sa.Integer(), nullable=False),
        sa.Column("delivery_minor", sa.Integer(), nullable=False),
        sa.Column("delivery_vat_minor", sa.Integer(), nullable=False),
        sa.Column("vat_minor", sa.Integer(), nullable=False),
        sa.Column("total_minor", sa.Integer(), nullable=False),
        sa.Column("terms_version", sa.String(length=20), nullable=False),
        sa.Column("age_confirmed", sa.Boolean(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("money_awaited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('placed', 'paid', 'packed', 'dispatched', 'delivered', 'expired', 'cancelled', "
            "'needs_attention')",
            name=op.f("ck_orders_status_known"),
        ),
        sa.CheckConstraint("stock IN ('reserved', 'taken', 'released')", name=op.f("ck_orders_stock_known")),
        sa.CheckConstraint("currency = 'gbp'", name=op.f("ck_orders_currency_sterling")),
        sa.CheckConstraint(
            "goods_minor - discount_minor + delivery_minor = total_minor", name=op.f("ck_orders_adds_up")
        ),
        sa.CheckConstraint(
            "0 <= discount_minor AND discount_minor <= goods_minor", name=op.f("ck_orders_discount_within_goods")
        ),
        sa.CheckConstraint("delivery_minor >= 0", name=op.f("ck_orders_delivery_not_negative")),
        sa.CheckConstraint(
            "0 <= delivery_vat_minor AND delivery_vat_minor <= delivery_minor",
            name=op.f("ck_orders_delivery_vat_within_delivery"),
        ),
        sa.CheckConstraint(
            "delivery_vat_minor <= vat_minor AND vat_minor <= total_minor", name=op.f("ck_orders_vat_within_total")
        ),
        sa.CheckConstraint(
            "status NOT IN ('paid', 'packed', 'dispatched', 'delivered') OR paid_at IS NOT NULL",
            name=op.f("ck_orders_paid_has_instant"),
        ),
        sa.CheckConstraint(
            "status <> 'needs_attention' OR attention IS NOT NULL", name=op.f("ck_orders_attention_has_reason")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("number", name=op.f("uq_orders_number")),
        sa.UniqueConstraint("secret", name=op.f("uq_orders_secret")),
        sa.UniqueConstraint("attempt", name=op.f("uq_orders_attempt")),
    )
    op.create_index("ix_orders_status_expires_at", "orders", ["status", "expires_at"])


def create_lines() -> None:
    op.create_table(
        "order_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("product_slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("size_label", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_minor", sa.Integer(), nullable=False),
        sa.Column("line_minor", sa.Integer(), nullable=False),
        sa.Column("discount_minor", sa.Integer(), nullable=False),
        sa.Column("vat_rate", sa.Integer(), nullable=False),
        sa.Column("vat_minor", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_lines_quantity_above_nothing")),
        sa.CheckConstraint("unit_minor >= 0", name=op.f("ck_order_lines_unit_not_negative")),
        sa.CheckConstraint("line_minor = unit_minor * quantity", name=op.f("ck_order_lines_adds_up")),
        sa.CheckConstraint(
            "0 <= discount_minor AND discount_minor <= line_minor", name=op.f("ck_order_lines_discount_within_line")
        ),
        sa.CheckConstraint("0 <= vat_rate AND vat_rate <= 100", name=op.f("ck_order_lines_vat_rate_in_per_cent")),
        sa.CheckConstraint(
            "0 <= vat_minor AND vat_minor <= line_minor - discount_minor", name=op.f("ck_order_lines_vat_within_line")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lines")),
    )
    op.create_index("uq_order_lines_order_id_sku", "order_lines", ["order_id", "sku"], unique=True)


def create_vat_and_events() -> None:
    op.create_table(
        "order_vat",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("gross_minor", sa.Integer(), nullable=False),
        sa.Column("vat_minor", sa.Integer(), nullable=False),
        sa.CheckConstraint("0 <= rate AND rate <= 100", name=op.f("ck_order_vat_rate_in_per_cent")),
        sa.CheckConstraint(
            "0 <= vat_minor AND vat_minor <= gross_minor", name=op.f("ck_order_vat_vat_within_gross")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_vat_order_id_orders")),
        sa.PrimaryKeyConstraint("order_id", "rate", name=op.f("pk_order_vat")),
    )
    op.create_table(
        "order_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("old_status", sa.String(length=20), nullable=True),
        sa.Column("new_status", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_events_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_events")),
    )
    op.create_index(op.f("ix_order_events_order_id"), "order_events", ["order_id"])


def downgrade() -> None:
    for table in ("order_events", "order_vat", "order_lines", "orders", "order_counter"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
