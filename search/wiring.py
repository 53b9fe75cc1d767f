"""Joining search to the application: the one entry for the composition root."""

from collections.abc import Sequence

from flask import Flask

from community.core import health
from community.core.events import Bus
from community.core.jobs import JobRegistry
from community.core.ports import Searchable
from community.core.settings import Settings
from search import jobs, outbox, views
from search.engines.choosing import serving_engine
from search.service import Search


def init(
    app: Flask, sources: Sequence[Searchable], registry: JobRegistry, bus: Bus
) -> Search:
    """Let `sources` be searched; touches neither index nor database yet."""
    settings: Settings = app.extensions["fairquote.settings"]
    search = Search(serving_engine(settings), sources)
    app.extensions["fairquote.search"] = search
    outbox.subscribe(bus, search.sources.keys())
    jobs.register(registry, search)
    health.add_check(app, search.trouble)
    app.register_blueprint(views.blueprint)
    return search
