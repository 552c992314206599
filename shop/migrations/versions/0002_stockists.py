"""Where else to buy it: shops that stock our range and what each of them stocks."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stockist",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("address_line_1", sa.String(length=120), nullable=False),
        sa.Column("address_line_2", sa.String(length=120), nullable=True),
        sa.Column("town", sa.String(length=80), nullable=False),
        sa.Column("nation", sa.String(length=20), nullable=False),
        sa.Column("postcode", sa.String(length=8), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("website", sa.String(length=200), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("slug <> 'all'", name=op.f("ck_stockist_slug_not_the_full_list")),
        sa.CheckConstraint(
            "kind IN ('health-food-shop', 'herbal-shop', 'pharmacy', 'grocer')", name=op.f("ck_stockist_kind_known")
        ),
        sa.CheckConstraint(
            "nation IN ('England', 'Scotland', 'Wales', 'Northern Ireland', 'Jersey', 'Guernsey', 'Isle of Man')",
            name=op.f("ck_stockist_nation_known"),
        ),
        sa.CheckConstraint("lat >= -90 AND lat <= 90", name=op.f("ck_stockist_lat_on_earth")),
        sa.CheckConstraint("lon >= -180 AND lon <= 180", name=op.f("ck_stockist_lon_on_earth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stockist")),
        sa.UniqueConstraint("slug", name=op.f("uq_stockist_slug")),
    )
    op.create_index(op.f("ix_stockist_lat_lon"), "stockist", ["lat", "lon"])
    op.create_index(op.f("ix_stockist_nation_town"), "stockist", ["nation", "town"])
    op.create_table(
        "stockist_product",
        sa.Column("product_slug", sa.String(length=80), nullable=False),
        sa.Column("stockist_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stockist_id"],
            ["stockist.id"],
            name=op.f("fk_stockist_product_stockist_id_stockist"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("product_slug", "stockist_id", name=op.f("pk_stockist_product")),
    )
    op.create_index(op.f("ix_stockist_product_stockist_id"), "stockist_product", ["stockist_id"])


def downgrade() -> None:
    op.drop_table("stockist_product")
    op.drop_table("stockist")
