"""The composition root: the one place that knows every room and joins them."""

import importlib
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_compress import Compress
from flask_migrate import Migrate

from community.catalog.facts import EXTENSION as PRODUCT_FACTS
from community.cli.main import run
from community.core import (
    assets,
    errorpages,
    health,
    housekeeping,
    lifecycle,
    logs,
    mail,
    pagecache,
    sqlite,
    templating,
)
from community.core.db import db
from community.core.events import Bus
from community.core.jobs import JobRegistry
from community.core.settings import Settings, load_settings
from community.prices import recordplots
from community.records.facts import RecordFacts
from community.records.panels import PLOT_EXTENSION

SLICES = (
    "accounts",
    "catalog",
    "deals",
    "records",
    "threads",
    "prices",
    "dashboard",
)


def _find(name: str) -> ModuleType | None:
    """TEMPORARY while slices land: becomes static imports before the first release."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and name.startswith(error.name):
            return None
        raise


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application, wired; without `settings` they come from the environment."""
    settings = settings or load_settings()
    app = lifecycle.FairquoteFlask(
        "community",
        static_folder=None,
        template_folder=str(templating.template_folder()),
    )
    app.extensions["fairquote.settings"] = settings
    app.extensions["fairquote.bus"] = bus = Bus()
    app.extensions["fairquote.jobs"] = registry = JobRegistry()
    app.config.update(_flask_config(settings))
    logs.configure(settings)
    _connect(app, settings)
    Compress(app)
    lifecycle.init_app(app)
    errorpages.init_app(app)
    templating.init_app(app)
    pagecache.init_app(app)
    assets.init_app(app)
    health.init_app(app)
    mail.register(registry)
    housekeeping.register(registry)
    sources: list[Any] = []
    for name in SLICES:
        for part in ("models", "views", "subscribers", "jobs", "searchable", "session"):
            module = _find(f"community.{name}.{part}")
            if module is None:
                continue
            if part == "views":
                app.register_blueprint(module.blueprint)
            elif part == "subscribers":
                module.subscribe(bus)
            elif part == "jobs":
                module.register(registry)
            elif part == "searchable":
                sources.extend(module.SOURCES)
            elif part == "session":
                if name == "accounts":
                    module.init_app(app)
    app.extensions[PRODUCT_FACTS] = [RecordFacts()]
    app.extensions[PLOT_EXTENSION] = recordplots.plot
    wiring = _find("search.wiring")
    if wiring is not None:
        wiring.init(app, sources, registry, bus)
    return app


def _flask_config(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "TESTING": settings.testing,
        "SESSION_COOKIE_NAME": "__Host-fairquote"
        if settings.is_secure
        else "fairquote",
        "SESSION_COOKIE_SECURE": settings.is_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": 30 * 86_400,
        "MAX_FORM_PARTS": 2_000,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(settings),
        "WTF_CSRF_TIME_LIMIT": None,
        "COMPRESS_STREAMS": False,
        "COMPRESS_MIN_SIZE": 800,
        "COMPRESS_BR_LEVEL": 4,
        "COMPRESS_MIMETYPES": [
            "text/html",
            "text/plain",
            "text/css",
            "text/csv",
            "image/svg+xml",
            "application/json",
            "application/problem+json",
            "application/atom+xml",
        ],
    }


def _engine_options(settings: Settings) -> dict[str, Any]:
    pool = {"pool_size": settings.threads + 2, "max_overflow": 4, "pool_timeout": 5}
    if settings.is_sqlite:
        return {**pool, "connect_args": {"timeout": sqlite.BUSY_TIMEOUT_MS / 1000}}
    return {
        **pool,
        "pool_pre_ping": True,
        "connect_args": {"connect_timeout": 5, "options": "-c lock_timeout=5000"},
    }


def _connect(app: Flask, settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    Migrate(app, db, directory=str(templating.migrations_folder()))
    with app.app_context():
        engine: sa.Engine = db.engine
        if settings.is_sqlite:
            sqlite.prepare(engine)


def main() -> None:
    """Run the console command `fairquote`."""
    from search.commands import search

    run(create_app, [search])
