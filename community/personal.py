"""What all rooms hold of people, in the order in which an account is erased."""

from community.accounts import personal as accounts
from community.api import personal as api
from community.catalog import personal as catalog
from community.cli.sample import personal as sample
from community.core import ownrows
from community.core.personal import Part
from community.dashboard import personal as dashboard
from community.deals import personal as deals
from community.demos import personal as demos
from community.notifications import personal as notifications
from community.prices import personal as prices
from community.records import personal as records
from community.reps import personal as reps
from community.requests import personal as requests
from community.reviews import personal as reviews
from community.rooms import personal as rooms
from community.threads import personal as threads


def all_parts(*others: Part) -> tuple[Part, ...]:
    """Return what each room says of its tables, with what the composition root adds.

    Accounts, then mails, come last: what goes before may still ask who it is about, and
    write to others.
    """
    return (
        sample.PART,
        records.PART,
        catalog.PART,
        deals.PART,
        prices.PART,
        threads.PART,
        reviews.PART,
        requests.PART,
        demos.PART,
        rooms.PART,
        reps.PART,
        *others,
        notifications.PART,
        api.PART,
        dashboard.PART,
        accounts.PART,
        ownrows.PART,
    )
