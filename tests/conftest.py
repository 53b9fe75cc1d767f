"""The application on a real database, clean for each test, without network or mail."""

import gc
import os
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import hypothesis
import pytest
import sqlalchemy as sa
import structlog
import time_machine
from flask import Flask

from community.app import create_app
from community.core import clock, sealing
from community.core.db import Base, db
from community.core.exchange import load_rates
from community.core.settings import Settings, load_settings
from tests.cast import Cast
from tests.closing import close
from tests.emptying import empty_tables, prepare_emptying
from tests.page import PageClient

_OTHER = os.environ.get("FAIRQUOTE_TEST_DATABASE_URL")  # noqa: TID251 - the tests' own

# What the modules hold stays for the whole run: looking it over often costs a fifteenth.
gc.set_threshold(100_000, 50, 100)

# Properties are about what is true, not about how busy the machine is.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """On a database of somebody's choice, run what depends on it; the rest is the same."""
    alike = {one for one in items if _is_alike_everywhere(one)}
    if _OTHER and alike:
        items[:] = [one for one in items if one not in alike]
        config.hook.pytest_deselected(items=list(alike))


def _is_alike_everywhere(item: pytest.Item) -> bool:
    uses_a_database = "settings" in getattr(item, "fixturenames", ())
    return not uses_a_database or item.get_closest_marker("any_database") is not None


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "unix"
        if host not in {"unix", "127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"A test reached for {host}.")
        connect(self, address)

    socket.socket.connect = guarded
    yield
    socket.socket.connect = connect


@pytest.fixture(autouse=True)
def _leaves_loggers_alone() -> Iterator[None]:
    """Refuse a test that leaves loggers cached: no later one sees what these say."""
    yield
    assert not structlog.get_config()["cache_logger_on_first_use"]


def _database_url(folder: Path, worker: str) -> str:
    if not _OTHER:
        return f"sqlite:///{folder / 'test.sqlite3'}"
    # Each parallel worker has a database of its own.
    url = sa.make_url(_OTHER.replace("postgresql://", "postgresql+psycopg://", 1))
    mine = url.set(database=f"{url.database}_{worker}")
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{mine.database}"')
        connection.exec_driver_sql(f'CREATE DATABASE "{mine.database}"')
    admin.dispose()
    return mine.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Settings:
    folder = tmp_path_factory.mktemp("data")
    base = load_settings(
        {}, data_dir=folder, database_url=_database_url(folder, worker_id)
    )
    return replace(
        base,
        secret_key="test-secret-" * 4,
        seal_key="test-seal-" * 4,
        testing=True,
        argon2_time_cost=1,
        argon2_memory_kib=64,
        cache_pages=False,
        uk_complaints=True,  # so that every page is tried with them
    )


@pytest.fixture(scope="session")
def _app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        load_rates()
        sealing.mark()
        db.session.commit()
        prepare_emptying()
    # What all tests have in common is no garbage: nobody looks it over again.
    gc.collect()
    gc.freeze()
    yield app
    close(app)


@pytest.fixture
def app(_app: Flask) -> Iterator[Flask]:
    yield _app
    with _app.app_context():
        empty_tables()


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Replace pytest-flask's: its context would leak one client's user to the next."""


@pytest.fixture(autouse=True)
def _hands_are_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tests fill in forms as fast as they do; what else becomes of it: test_typing."""
    monkeypatch.setattr("moderation.screening.rules.FASTEST_HANDS", timedelta())


@pytest.fixture
def still() -> Iterator[None]:
    """Stop the clock: no minute of a limit ends between two requests of the test."""
    with time_machine.travel(clock.now(), tick=False):
        yield


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    """Run the test inside an application context, for rules and queries."""
    with app.app_context():
        yield


@pytest.fixture
def page(app: Flask) -> PageClient:
    """Return a visitor's client that refuses bad pages."""
    return PageClient(app)


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast(app)
