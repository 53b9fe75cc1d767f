"""What the settings mean to Flask, its extensions and the database engine."""

from typing import Any

from community.core import sqlite
from community.core.settings import Settings


def flask_config(settings: Settings) -> dict[str, Any]:
    """Return the configuration of the application, with that of its database."""
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
            *("text/html", "text/plain", "text/css", "text/csv", "image/svg+xml"),
            *("application/json", "application/problem+json", "application/atom+xml"),
        ],
    }


def _engine_options(settings: Settings) -> dict[str, Any]:
    pool = {
        "pool_size": settings.threads + 2,
        "max_overflow": 4,
        "pool_timeout": 5,
        # Errors are logged and kept with failed jobs: without what people wrote.
        "hide_parameters": True,
    }
    if settings.is_sqlite:
        return {**pool, "connect_args": {"timeout": sqlite.BUSY_TIMEOUT_MS / 1000}}
    return {
        **pool,
        "pool_pre_ping": True,
        "connect_args": {"connect_timeout": 5, "options": "-c lock_timeout=5000"},
    }
