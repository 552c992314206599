"""Decides what the application is made of: the only file that knows every room."""

import sys

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from shop.db import changes, content_version, db, engine_options
from shop.settings import ROOT, Settings
from shop.web import cross_origin, error_pages, limits, security, templating
from shop.web.assets import Assets, serve
from shop.web.page_cache import PageCache, VersionWatch
from shop.web.security import NoSessions

# The longest form is a guide page with every box ticked and a full list of medicines: a few kilobytes.
MAX_FORM_BYTES = 64 * 1024


def create_app(settings: Settings, *, version_check_seconds: float = 1.0) -> Flask:
    """The shop as a WSGI application.

    `version_check_seconds` is how long another process's change to public content may stay unseen.
    """
    app = Flask("shop", static_folder=None, root_path=str(ROOT / "shop"))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=MAX_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        MAX_FORM_PARTS=500,
    )
    app.session_interface = NoSessions()
    app.extensions["settings"] = settings
    assets = Assets()
    db.init_app(app)
    _add_migrations(app)
    templating.furnish(app, settings, assets)
    cross_origin.install(app, settings)
    security.guard(app, settings)
    limits.prepare(settings)
    error_pages.install(app)
    app.register_blueprint(serve(assets))
    _register_rooms(app)
    _introduce_rooms(app)
    _put_cache_in_front(app, settings, version_check_seconds)
    return app


def _add_migrations(app: Flask) -> None:
    # Alembic takes a third of the time to start. Only the `flask` command and the preparation use it, and
    # both import Flask-Migrate before they make the application; a web process never does.
    flask_migrate = sys.modules.get("flask_migrate")
    if flask_migrate is not None:
        flask_migrate.Migrate(app, db, directory=str(ROOT / "shop" / "migrations"))


def _register_rooms(app: Flask) -> None:
    # Imported here so that a program that only needs the settings doesn't load every room.
    from shop.alerts.views import blueprint as alerts
    from shop.api.views import blueprint as api
    from shop.basket.views import blueprint as basket
    from shop.catalog.api import blueprint as catalog_api
    from shop.catalog.views import blueprint as catalog
    from shop.checkout.views import blueprint as checkout
    from shop.delivery.commands import blueprint as delivery
    from shop.guide.api import blueprint as guide_api
    from shop.guide.views import blueprint as guide
    from shop.journal.views import blueprint as journal
    from shop.mail.views import blueprint as mail
    from shop.offers.commands import blueprint as offers
    from shop.orders.views import blueprint as orders
    from shop.pages.views import blueprint as pages
    from shop.payments.cancel_views import blueprint as cancelling
    from shop.payments.views import blueprint as payments
    from shop.stockists.views import blueprint as stockists

    selling = (basket, checkout, orders, payments, cancelling, offers, delivery)
    for room in (pages, alerts, guide, catalog, journal, stockists, mail, *selling):
        app.register_blueprint(room)
    for room in (guide_api, catalog_api, api):
        app.register_blueprint(room)


def _introduce_rooms(app: Flask) -> None:
    # Rooms side by side don't import each other: what one needs of another is handed over here.
    from shop.catalog.queries import names_on_sale
    from shop.orders.money_back import MONEY_BACK_EXTENSION
    from shop.payments.money_back import money_back
    from shop.stockists.products import NAMES_EXTENSION

    app.extensions[NAMES_EXTENSION] = names_on_sale
    app.extensions[MONEY_BACK_EXTENSION] = money_back


def _put_cache_in_front(app: Flask, settings: Settings, every: float) -> None:
    with app.app_context():
        engine = db.engine
    watch = VersionWatch(
        lambda: content_version(engine), local_changes=lambda: changes.committed, every=every
    )
    app.extensions["content_version"] = watch
    app.wsgi_app = PageCache(app.wsgi_app, version=watch)  # type: ignore[method-assign]
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
