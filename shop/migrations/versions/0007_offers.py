"""Offers: vouchers, their slots, what an order got, and what a pack weighs."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_offers()
    create_slots()
    create_order_offers()
    op.create_table(
        "wrong_codes",
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("quarter", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("who", "quarter", name=op.f("pk_wrong_codes")),
    )
    # Both databases take a CHECK with a new column; SQLite would rebuild the table for one that comes later.
    op.execute(
        "ALTER TABLE variant ADD COLUMN weight_grams INTEGER "
        "CONSTRAINT ck_variant_weight_above_nothing CHECK (weight_grams > 0)"
    )
    op.add_column(
        "variant", sa.Column("weight_confirmed", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def create_offers() -> None:
    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("buy", sa.Integer(), nullable=False),
        sa.Column("get", sa.Integer(), nullable=False),
        sa.Column("minimum_minor", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("limit_total", sa.Integer(), nullable=True),
        sa.Column("limit_each", sa.Integer(), nullable=True),
        sa.Column("products", sa.JSON(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('percentage', 'amount', 'free-delivery', 'buy-x-get-y')", name=op.f("ck_offers_kind_known")
        ),
        sa.CheckConstraint("0 <= percent AND percent <= 100", name=op.f("ck_offers_percent_in_range")),
        sa.CheckConstraint("amount_minor >= 0 AND minimum_minor >= 0", name=op.f("ck_offers_money_not_negative")),
        sa.CheckConstraint("buy >= 0 AND get >= 0", name=op.f("ck_offers_pieces_not_negative")),
        sa.CheckConstraint("limit_total IS NULL OR limit_total > 0", name=op.f("ck_offers_limit_total_above_nothing")),
        sa.CheckConstraint("limit_each IS NULL OR limit_each > 0", name=op.f("ck_offers_limit_each_above_nothing")),
        sa.CheckConstraint(
            "code IS NOT NULL OR (limit_total IS NULL AND limit_each IS NULL)",
            name=op.f("ck_offers_limits_need_a_code"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("slug", name=op.f("uq_offers_slug")),
        sa.UniqueConstraint("code", name=op.f("uq_offers_code")),
    )


def create_slots() -> None:
    op.create_table(
        "voucher_slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("customer", sa.String(length=64), nullable=False),
        sa.Column("customer_slot", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("slot > 0 AND customer_slot > 0", name=op.f("ck_voucher_slots_slots_count_from_one")),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_voucher_slots_offer_id_offers")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_voucher_slots_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_slots")),
        sa.UniqueConstraint("offer_id", "slot", name=op.f("uq_voucher_slots_offer_id_slot")),
        sa.UniqueConstraint(
            "offer_id", "customer", "customer_slot", name=op.f("uq_voucher_slots_offer_id_customer_customer_slot")
        ),
        sa.UniqueConstraint("order_id", name=op.f("uq_voucher_slots_order_id")),
    )


def create_order_offers() -> None:
    op.create_table(
        "order_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("offer", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=True),
        sa.Column("goods_minor", sa.Integer(), nullable=False),
        sa.Column("delivery_minor", sa.Integer(), nullable=False),
        sa.Column("by_sku", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "goods_minor >= 0 AND delivery_minor >= 0", name=op.f("ck_order_offers_money_not_negative")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_offers_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_offers")),
        sa.UniqueConstraint("order_id", "offer", name=op.f("uq_order_offers_order_id_offer")),
    )
    for change in ("DELETE", "UPDATE"):
        refuse("order_offers", change, f"rows of order_offers are never {change.lower()}d")


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


def downgrade() -> None:
    with op.batch_alter_table("variant") as variant:
        variant.drop_constraint("weight_above_nothing", type_="check")
        variant.drop_column("weight_confirmed")
        variant.drop_column("weight_grams")
    for table in ("wrong_codes", "order_offers", "voucher_slots", "offers"):
        op.drop_table(table)
