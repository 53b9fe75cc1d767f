"""Search over notes: a service with its own index folder, wired into the real app."""

import gc
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from community.core.db import db
from community.core.events import Bus
from search import outbox
from search.engines.whoosh import WhooshEngine
from search.service import Search
from tests.search import notes


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    engine = WhooshEngine(tmp_path / "search")
    yield engine
    engine.close()


@pytest.fixture
def damaging() -> Iterator[None]:
    """Let a test damage files.

    Whoosh leaves the neighbours of a file that it cannot open to the garbage
    collector, which must not complain in some later test.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()


@pytest.fixture
def note_source() -> notes.NoteSource:
    return notes.NoteSource()


@pytest.fixture
def service(
    app: Flask,
    engine: WhooshEngine,
    note_source: notes.NoteSource,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Search]:
    """Search over notes and memos, in place of the application's own."""
    service = Search(engine, [note_source, notes.NoteSource("memo", "Memos")])
    bus = Bus()
    outbox.subscribe(bus, service.sources.keys())
    monkeypatch.setitem(app.extensions, "fairquote.search", service)
    monkeypatch.setitem(app.extensions, "fairquote.bus", bus)
    with app.app_context():
        notes.create_table()
    yield service
    with app.app_context():
        notes.drop_table()


@pytest.fixture
def search(app: Flask, service: Search) -> Iterator[Search]:
    """The same, inside an application context; not for tests that open pages."""
    with app.app_context():
        yield service
        db.session.rollback()
