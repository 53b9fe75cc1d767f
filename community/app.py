"""The composition root: the one place that knows every room and joins them."""

import sqlalchemy as sa
from flask import Flask
from flask_compress import Compress
from flask_migrate import Migrate

from community import personal
from community.accounts import jobs as accounts_jobs
from community.accounts import session
from community.accounts import views as accounts_views
from community.accounts.mydata import jobs as mydata_jobs
from community.accounts.mydata import views as mydata_views
from community.accounts.standing import EXTENSION as CONTRIBUTIONS
from community.api import bearer, ports
from community.api import jobs as api_jobs
from community.api import subscribers as api_subscribers
from community.api import views as api_views
from community.catalog import searchable as catalog_searchable
from community.catalog import sitemap as catalog_sitemap
from community.catalog import views as catalog_views
from community.catalog.facts import EXTENSION as PRODUCT_FACTS
from community.catalog.queries import CategoryNames
from community.cli.main import run
from community.cli.sample.marks import is_present as sample_present
from community.core import (
    assets,
    errorpages,
    health,
    housekeeping,
    lifecycle,
    logs,
    mail,
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
from community.core.sharing import SameForAll, Sharing
from community.core.spokespeople import LANES, SPOKESPEOPLE
from community.core.takedowns import DISPUTES
from community.dashboard import jobs as dashboard_jobs
from community.dashboard import subscribers as dashboard_subscribers
from community.dashboard import views as dashboard_views
from community.dashboard import views_contact as dashboard_views_contact
from community.dashboard import views_embed as dashboard_views_embed
from community.dashboard import views_site as dashboard_views_site
from community.dashboard import wiring as dashboard_wiring
from community.deals import jobs as deals_jobs
from community.deals import subscribers as deals_subscribers
from community.deals import views as deals_views
from community.deals import views_desk as deals_views_desk
from community.deals.appeals import views as appeals_views
from community.deals.contributing import DealContributions
from community.deals.evidence import desk as evidence_desk
from community.deals.evidence import jobs as evidence_jobs
from community.deals.evidence import subscribers as evidence_subscribers
from community.deals.evidence import views as evidence_views
from community.deals.notes import desk as note_desk
from community.deals.outlook import EXTENSION as DEAL_OUTLOOKS
from community.demos import jobs as demos_jobs
from community.demos import searchable as demos_searchable
from community.demos import sitemap as demos_sitemap
from community.demos import subscribers as demos_subscribers
from community.demos import views as demos_views
from community.demos.moderated import ModeratedEvents
from community.demos.screened import ScreenedEvents
from community.notifications import jobs as notifications_jobs
from community.notifications import subscribers as notifications_subscribers
from community.notifications import views as notifications_views
from community.notifications import views_follows as notifications_views_follows
from community.notifications import views_inbox as notifications_views_inbox
from community.notifications import views_mail as notifications_views_mail
from community.notifications import views_private as notifications_views_private
from community.notifications.kinds import Followed
from community.notifications.rules.repeating import RepeatedLetters
from community.notifications.sharing import FollowedPage, InboxBar
from community.notifications.watching import EXTENSION as WATCHES_SEARCHES
from community.prices import jobs as prices_jobs
from community.prices import searchable as prices_searchable
from community.prices import sitemap as prices_sitemap
from community.prices import subscribers as prices_subscribers
from community.prices import views as prices_views
from community.prices import views_choices as prices_views_choices
from community.prices.attaching import PublishedCards
from community.prices.choosing import PARAMETER as SERIES
from community.prices.contributor import ReleasedBuyers, ReleaseOutlook
from community.prices.facts import PublishedFacts
from community.prices.moderated import REPORTED_PRICES
from community.prices.sharing import SharedProduct
from community.records import jobs as records_jobs
from community.records import subscribers as records_subscribers
from community.records import views as records_views
from community.records.facts import RecordFacts
from community.reps import jobs as reps_jobs
from community.reps import searchable as reps_searchable
from community.reps import subscribers as reps_subscribers
from community.reps import views as reps_views
from community.reps import views_desk as reps_views_desk
from community.reps.alerted import AlertedVendors
from community.reps.disputed import VendorDisputes
from community.reps.moderated import SAID_BY_VENDORS
from community.reps.screened import ScreenedOfficials, VendorTeams
from community.reps.voices import ApprovedReps, ReplyLanes
from community.requests import jobs as requests_jobs
from community.requests import subscribers as requests_subscribers
from community.requests import views as requests_views
from community.requests.moderated import ModeratedContacts
from community.reviews import jobs as reviews_jobs
from community.reviews import searchable as reviews_searchable
from community.reviews import sitemap as reviews_sitemap
from community.reviews import subscribers as reviews_subscribers
from community.reviews import views as reviews_views
from community.reviews.contributing import ReviewContributions
from community.reviews.moderated import ModeratedReviews
from community.reviews.screened import ScreenedReviews
from community.reviews.sharing import ReviewedPage
from community.rooms import jobs as rooms_jobs
from community.rooms import subscribers as rooms_subscribers
from community.rooms import views as rooms_views
from community.threads import jobs as threads_jobs
from community.threads import searchable as threads_searchable
from community.threads import sitemap as threads_sitemap
from community.threads import subscribers as threads_subscribers
from community.threads import views as threads_views
from community.threads.cards import EXTENSION as SHOWN_CARDS
from community.threads.contributing import PostContributions
from community.threads.inviting import EXTENSION as BUYERS
from community.threads.moderated import ModeratedPosts
from community.threads.owners import owner_key
from community.threads.screened import ScreenedPosts
from community.threads.sharing import SharedList, SharedTagged, SharedThread
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

_BLUEPRINTS = (
    accounts_views.blueprint,
    mydata_views.blueprint,
    catalog_views.blueprint,
    deals_views.blueprint,
    evidence_views.blueprint,
    evidence_desk.blueprint,
    deals_views_desk.blueprint,
    note_desk.blueprint,
    appeals_views.blueprint,
    records_views.blueprint,
    threads_views.blueprint,
    reviews_views.blueprint,
    prices_views.blueprint,
    prices_views_choices.blueprint,
    reps_views.blueprint,
    reps_views_desk.blueprint,
    requests_views.blueprint,
    demos_views.blueprint,
    rooms_views.blueprint,
    dashboard_views.blueprint,
    dashboard_views_contact.blueprint,
    dashboard_views_embed.blueprint,
    dashboard_views_site.public,
    notifications_views.blueprint,
    notifications_views_follows.blueprint,
    notifications_views_inbox.blueprint,
    notifications_views_mail.blueprint,
    notifications_views_private.blueprint,
    api_views.blueprint,
)
_PARTS = (
    assets.init_app,
    health.init_app,
    theme.init_app,
    session.init_app,
    bearer.init_app,  # after the session: who asks by cookie is asked elsewhere
)
_SUBSCRIBERS = (
    api_subscribers.subscribe,
    dashboard_subscribers.subscribe,
    deals_subscribers.subscribe,
    evidence_subscribers.subscribe,
    notifications_subscribers.subscribe,
    prices_subscribers.subscribe,
    records_subscribers.subscribe,
    reps_subscribers.subscribe,
    requests_subscribers.subscribe,
    demos_subscribers.subscribe,
    reviews_subscribers.subscribe,
    rooms_subscribers.subscribe,
    threads_subscribers.subscribe,
)
_JOBS = (
    mail.register,
    housekeeping.register,
    accounts_jobs.register,
    api_jobs.register,
    mydata_jobs.register,
    dashboard_jobs.register,
    evidence_jobs.register,
    notifications_jobs.register,
    prices_jobs.register,
    deals_jobs.register,
    records_jobs.register,
    reps_jobs.register,
    requests_jobs.register,
    demos_jobs.register,
    reviews_jobs.register,
    rooms_jobs.register,
    threads_jobs.register,
)
_ADDRESSED = (
    catalog_sitemap.CATEGORIES,
    catalog_sitemap.VENDORS,
    prices_sitemap.PRODUCTS,
    threads_sitemap.QUESTIONS,
    reviews_sitemap.REVIEWS,
    demos_sitemap.EVENTS,
)
_SEARCHABLE = (
    *catalog_searchable.SOURCES,
    *threads_searchable.SOURCES,
    *reviews_searchable.SOURCES,
    *reps_searchable.SOURCES,
    *prices_searchable.SOURCES,
    *demos_searchable.SOURCES,
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
    sharedpages.init_app(app, _sharing())
    pagecache.init_app(app)
    pagebudget.init_app(app)
    sitemap.init_app(app, _ADDRESSED)
    for init_app in _PARTS:
        init_app(app)
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    for subscribe in _SUBSCRIBERS:
        subscribe(bus)
    for register in _JOBS:
        register(registry)
    app.extensions[DEAL_OUTLOOKS] = [ReleaseOutlook()]
    app.extensions[PRODUCT_FACTS] = [PublishedFacts(), RecordFacts()]
    app.extensions.update(_KNOWN)
    search = search_wiring.init(
        app, _SEARCHABLE, catalog_searchable.MARKED, registry, bus
    )
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


def _sharing() -> Sharing:
    """Return the pages that members share."""
    thread = FollowedPage(SharedThread(), Followed.QUESTION)
    product, listed, reviewed = (
        FollowedPage(SharedProduct(*parameters), Followed.PRODUCT)
        for parameters in ([SERIES], ["after"], ["sort", "after"])
    )
    return Sharing(
        logins=session.CookieLogins(),
        key_of=owner_key,
        bar=InboxBar(),
        pages={
            "prices.home": SharedList(),
            "prices.product": product,
            "prices.questions": listed,
            "prices.list_prices": product,
            "prices.reviews": ReviewedPage(reviewed),
            "reviews.newest": ReviewedPage(SameForAll("after")),
            "threads.show": thread,
            "threads.active": SharedList("vendor", "after"),
            "threads.new": SharedList("after"),
            "threads.often": SharedList("after"),
            "threads.unanswered": SharedList("vendor", "after"),
            "threads.tagged": FollowedPage(SharedTagged("after"), Followed.TAG),
        },
    )


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
