"""What we sell: products, their packs with stock, the needs they serve; and the number of the public content."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    content_version = op.create_table(
        "content_version",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_content_version_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_version")),
    )
    op.bulk_insert(content_version, [{"id": 1, "version": 1}])
    op.create_table(
        "product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("slug", name=op.f("uq_product_slug")),
    )
    op.create_table(
        "variant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("pack_confirmed", sa.Boolean(), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("price_sample", sa.Boolean(), nullable=False),
        sa.Column("price_as_of", sa.Date(), nullable=True),
        sa.Column("vat_class", sa.String(length=10), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_variant_on_hand_not_negative")),
        sa.CheckConstraint("0 <= reserved AND reserved <= on_hand", name=op.f("ck_variant_reserved_within_on_hand")),
        sa.CheckConstraint("price_minor > 0", name=op.f("ck_variant_price_above_nothing")),
        sa.CheckConstraint("size > 0", name=op.f("ck_variant_size_above_nothing")),
        sa.CheckConstraint("unit IN ('tablet', 'ml', 'g', 'sachet')", name=op.f("ck_variant_unit_known")),
        sa.CheckConstraint("vat_class IN ('standard', 'zero')", name=op.f("ck_variant_vat_class_known")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_variant_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant")),
        sa.UniqueConstraint("sku", name=op.f("uq_variant_sku")),
    )
    op.create_index(op.f("ix_variant_product_id"), "variant", ["product_id"])
    op.create_table(
        "served_need",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("need", sa.String(length=80), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "basis IN ('registered-use', 'authorised-claim', 'plain-food')", name=op.f("ck_served_need_basis_known")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_served_need_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("product_id", "need", name=op.f("pk_served_need")),
    )
    op.create_index(op.f("ix_served_need_need"), "served_need", ["need"])


def downgrade() -> None:
    op.drop_table("served_need")
    op.drop_table("variant")
    op.drop_table("product")
    op.drop_table("content_version")
