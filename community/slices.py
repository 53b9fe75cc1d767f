"""Every slice of the community, in the order in which they are joined."""

from community.accounts import jobs as accounts_jobs
from community.accounts import session
from community.accounts import views as accounts_views
from community.accounts.mydata import jobs as mydata_jobs
from community.accounts.mydata import views as mydata_views
from community.api import jobs as api_jobs
from community.api import subscribers as api_subscribers
from community.api import views as api_views
from community.catalog import searchable as catalog_searchable
from community.catalog import sitemap as catalog_sitemap
from community.catalog import views as catalog_views
from community.core import (
    housekeeping,
    mail,
)
from community.core.sharing import SameForAll, Sharing
from community.dashboard import jobs as dashboard_jobs
from community.dashboard import subscribers as dashboard_subscribers
from community.dashboard import views as dashboard_views
from community.dashboard import views_contact as dashboard_views_contact
from community.dashboard import views_embed as dashboard_views_embed
from community.dashboard import views_site as dashboard_views_site
from community.deals import jobs as deals_jobs
from community.deals import subscribers as deals_subscribers
from community.deals import views as deals_views
from community.deals import views_desk as deals_views_desk
from community.deals.appeals import views as appeals_views
from community.deals.evidence import desk as evidence_desk
from community.deals.evidence import jobs as evidence_jobs
from community.deals.evidence import subscribers as evidence_subscribers
from community.deals.evidence import views as evidence_views
from community.deals.notes import desk as note_desk
from community.demos import jobs as demos_jobs
from community.demos import searchable as demos_searchable
from community.demos import sitemap as demos_sitemap
from community.demos import subscribers as demos_subscribers
from community.demos import views as demos_views
from community.notifications import jobs as notifications_jobs
from community.notifications import subscribers as notifications_subscribers
from community.notifications import views as notifications_views
from community.notifications import views_follows as notifications_views_follows
from community.notifications import views_inbox as notifications_views_inbox
from community.notifications import views_mail as notifications_views_mail
from community.notifications import views_private as notifications_views_private
from community.notifications.kinds import Followed
from community.notifications.sharing import FollowedPage, InboxBar
from community.prices import jobs as prices_jobs
from community.prices import searchable as prices_searchable
from community.prices import sitemap as prices_sitemap
from community.prices import subscribers as prices_subscribers
from community.prices import views as prices_views
from community.prices import views_choices as prices_views_choices
from community.prices.choosing import PARAMETER as SERIES
from community.prices.sharing import SharedProduct
from community.records import jobs as records_jobs
from community.records import subscribers as records_subscribers
from community.records import views as records_views
from community.reps import jobs as reps_jobs
from community.reps import searchable as reps_searchable
from community.reps import subscribers as reps_subscribers
from community.reps import views as reps_views
from community.reps import views_desk as reps_views_desk
from community.requests import jobs as requests_jobs
from community.requests import subscribers as requests_subscribers
from community.requests import views as requests_views
from community.reviews import jobs as reviews_jobs
from community.reviews import searchable as reviews_searchable
from community.reviews import sitemap as reviews_sitemap
from community.reviews import subscribers as reviews_subscribers
from community.reviews import views as reviews_views
from community.reviews.sharing import ReviewedPage
from community.rooms import jobs as rooms_jobs
from community.rooms import subscribers as rooms_subscribers
from community.rooms import views as rooms_views
from community.threads import jobs as threads_jobs
from community.threads import searchable as threads_searchable
from community.threads import sitemap as threads_sitemap
from community.threads import subscribers as threads_subscribers
from community.threads import views as threads_views
from community.threads.owners import owner_key
from community.threads.sharing import SharedList, SharedTagged, SharedThread

BLUEPRINTS = (
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
SUBSCRIBERS = (
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
JOBS = (
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
ADDRESSED = (
    catalog_sitemap.CATEGORIES,
    catalog_sitemap.VENDORS,
    prices_sitemap.PRODUCTS,
    threads_sitemap.QUESTIONS,
    reviews_sitemap.REVIEWS,
    demos_sitemap.EVENTS,
)
SEARCHABLE = (
    *catalog_searchable.SOURCES,
    *threads_searchable.SOURCES,
    *reviews_searchable.SOURCES,
    *reps_searchable.SOURCES,
    *prices_searchable.SOURCES,
    *demos_searchable.SOURCES,
)
MARKED = catalog_searchable.MARKED


def sharing() -> Sharing:
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
