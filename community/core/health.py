"""Whether the process lives (/healthz) and whether it can do its work (/readyz)."""

import shutil
import time
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Flask, current_app
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from community.core.db import db
from community.core.settings import get_settings
from community.core.sqlite import write_connection
from community.core.web import ANYONE, access

blueprint = Blueprint("core", __name__)

_LEAST_FREE = 0.05
_REMEMBERED_SECONDS = 2.0

Check = Callable[[], str | None]


def init_app(app: Flask) -> None:
    app.extensions["fairquote.checks"] = [_database_is_writable, _disk_has_room]
    app.extensions["fairquote.troubles"] = {}
    app.register_blueprint(blueprint)


def add_check(app: Flask, check: Check) -> None:
    """Have /readyz ask `check` too: None when all is well, a short word otherwise."""
    app.extensions["fairquote.checks"].append(check)


@blueprint.get("/healthz")
@access(ANYONE)
def healthz() -> Response:
    return Response(
        "ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"}
    )


@blueprint.get("/readyz")
@access(ANYONE)
def readyz() -> Response:
    found = troubles()
    return Response(
        "".join(f"{trouble}\n" for trouble in found) or "ready\n",
        status=503 if found else 200,
        mimetype="text/plain",
        headers={"Cache-Control": "no-store"},
    )


def troubles() -> list[str]:
    """Return what the checks say, asked at most every two seconds: anybody may ask us."""
    memory: dict[str, Any] = current_app.extensions["fairquote.troubles"]
    if time.monotonic() - memory.get("asked", float("-inf")) >= _REMEMBERED_SECONDS:
        checks: list[Check] = current_app.extensions["fairquote.checks"]
        memory["found"] = [trouble for check in checks if (trouble := check())]
        memory["asked"] = time.monotonic()
    found: list[str] = memory["found"]
    return found


def _database_is_writable() -> str | None:
    try:
        with write_connection() as connection:
            # Takes the write lock, which is what a full or read-only disk denies.
            connection.execute(sa.text("DELETE FROM rate_count WHERE expires_at < 0"))
    except SQLAlchemyError:
        db.session.rollback()
        return "database is not writable"
    return None


def _disk_has_room() -> str | None:
    usage = shutil.disk_usage(get_settings().data_dir)
    return "disk is nearly full" if usage.free < usage.total * _LEAST_FREE else None
