"""Joining search to the application: the one entry for the composition root."""

from collections.abc import Mapping, Sequence

from flask import Flask

from community.core import health
from community.core.events import Bus, WordsErased
from community.core.jobs import JobRegistry
from community.core.ports import Marked, Searchable
from community.core.settings import Settings
from search import jobs, outbox, views
from search.engines.choosing import serving_engine
from search.service import Search


def init(
    app: Flask,
    sources: Sequence[Searchable],
    marked: Mapping[str, Marked],
    registry: JobRegistry,
    bus: Bus,
) -> Search:
    """Let `sources` be searched, also by the names of those that are `marked`.

    Touches neither index nor database yet.
    """
    settings: Settings = app.extensions["fairquote.settings"]
    search = Search(serving_engine(settings), sources, marked)
    app.extensions["fairquote.search"] = search
    outbox.subscribe(bus, search.sources.keys())
    jobs.register(registry, search)
    bus.subscribe(WordsErased, jobs.renew)
    health.add_check(app, search.trouble)
    app.register_blueprint(views.blueprint)
    return search
