"""The composition root: the one place that knows every room and joins them."""

import sqlalchemy as sa
from flask import Flask
from flask_compress import Compress
from flask_migrate import Migrate

from community import personal, slices
from community.accounts import session
from community.accounts.standing import EXTENSION as CONTRIBUTIONS
from community.api import bearer, ports
from community.catalog.facts import EXTENSION as PRODUCT_FACTS
from community.catalog.queries import CategoryNames
from community.cli.main import run
from community.cli.sample.marks import is_present as sample_present
from community.core import (
    assets,
    errorpages,
    health,
    lifecycle,
    logs,
    pagebudget,
    pagecache,
    sharedpages,
    sitemap,
    sqlite,
    templating,
    theme,
)
from community.core.db import db
from community.core.events import Bus
from community.core.factors import SAMPLE
from community.core.flaskconfig import flask_config
from community.core.jobs import JobRegistry
from community.core.personal import PARTS
from community.core.repeating import EXTENSION as REPEATED
from community.core.sampling import CASES
from community.core.settings import Settings, load_settings
from community.core.spokespeople import LANES, SPOKESPEOPLE
from community.core.takedowns import DISPUTES
from community.dashboard import wiring as dashboard_wiring
from community.deals.contributing import DealContributions
from community.deals.outlook import EXTENSION as DEAL_OUTLOOKS
from community.demos.moderated import ModeratedEvents
from community.demos.screened import ScreenedEvents
from community.notifications.rules.repeating import RepeatedLetters
from community.notifications.watching import EXTENSION as WATCHES_SEARCHES
from community.prices.attaching import PublishedCards
from community.prices.contributor import ReleasedBuyers, ReleaseOutlook
from community.prices.facts import PublishedFacts
from community.prices.moderated import REPORTED_PRICES
from community.records.facts import RecordFacts
from community.reps.alerted import AlertedVendors
from community.reps.disputed import VendorDisputes
from community.reps.moderated import SAID_BY_VENDORS
from community.reps.screened import ScreenedOfficials, VendorTeams
from community.reps.voices import ApprovedReps, ReplyLanes
from community.requests.moderated import ModeratedContacts
from community.reviews.contributing import ReviewContributions
from community.reviews.moderated import ModeratedReviews
from community.reviews.screened import ScreenedReviews
from community.threads.cards import EXTENSION as SHOWN_CARDS
from community.threads.contributing import PostContributions
from community.threads.inviting import EXTENSION as BUYERS
from community.threads.moderated import ModeratedPosts
from community.threads.screened import ScreenedPosts
from community.threads.similar import EXTENSION as SIMILAR
from moderation import commands as moderation_commands
from moderation import personal as moderation_personal
from moderation import wiring as moderation_wiring
from moderation.log.programs import public_log
from moderation.sample.stories import SampleCases
from moderation.screening import wiring as screening_wiring
from search import commands as search_commands
from search import personal as search_personal
from search import wiring as search_wiring
from search.programs import search_for

_PARTS = (
    assets.init_app,
    health.init_app,
    theme.init_app,
    session.init_app,
    bearer.init_app,  # after the session: who asks by cookie is asked elsewhere
)


_KNOWN = {
    SPOKESPEOPLE: ApprovedReps(),
    LANES: ReplyLanes(),
    DISPUTES: VendorDisputes(),
    SAMPLE: sample_present,
    REPEATED: RepeatedLetters(),
    PARTS: personal.all_parts(moderation_personal.PART, search_personal.PART),
    CASES: SampleCases(),
}
"""What other rooms ask for by these names."""
_CONTRIBUTIONS = (PostContributions(), DealContributions(), ReviewContributions())
_TEXTS = (ModeratedPosts(), ModeratedReviews(), *SAID_BY_VENDORS)
_DECIDED_ABOUT = moderation_wiring.Known(
    moderated=(*_TEXTS, ModeratedContacts(), ModeratedEvents(), *REPORTED_PRICES),
    vendors=AlertedVendors(),
    categories=CategoryNames(),
)
_SCREENED = (ScreenedPosts(), ScreenedReviews(), ScreenedOfficials(), ScreenedEvents())


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
    app.config.update(flask_config(settings))
    logs.configure(settings)
    _connect(app, settings)
    Compress(app)
    lifecycle.init_app(app)
    errorpages.init_app(app)
    templating.init_app(app)
    sharedpages.init_app(app, slices.sharing())
    pagecache.init_app(app)
    pagebudget.init_app(app)
    sitemap.init_app(app, slices.ADDRESSED)
    for init_app in _PARTS:
        init_app(app)
    for blueprint in slices.BLUEPRINTS:
        app.register_blueprint(blueprint)
    for subscribe in slices.SUBSCRIBERS:
        subscribe(bus)
    for register in slices.JOBS:
        register(registry)
    app.extensions[DEAL_OUTLOOKS] = [ReleaseOutlook()]
    app.extensions[PRODUCT_FACTS] = [PublishedFacts(), RecordFacts()]
    app.extensions.update(_KNOWN)
    search = search_wiring.init(app, slices.SEARCHABLE, slices.MARKED, registry, bus)
    app.extensions[BUYERS] = ReleasedBuyers()
    app.extensions[CONTRIBUTIONS] = [*_CONTRIBUTIONS]
    app.extensions[SIMILAR] = search.similar
    app.extensions[WATCHES_SEARCHES] = search.watching
    app.extensions[SHOWN_CARDS] = PublishedCards()
    app.extensions |= {ports.SEARCH: search_for, ports.LOG: public_log}
    moderation_wiring.init(app, _DECIDED_ABOUT, registry, bus)
    screening_wiring.init(app, _SCREENED, VendorTeams(), registry, bus)
    dashboard_wiring.init_app(app)  # counts in front of all the others
    return app


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
    commands = [
        search_commands.search,
        moderation_commands.audit,
        moderation_commands.moderation,
    ]
    run(create_app, commands)
