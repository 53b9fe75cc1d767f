"""Fills an installation with the sample community, the same every time but for dates."""

from collections.abc import Callable
from random import Random

from community.cli.sample import marks
from community.cli.sample.catalogue import add_catalogue
from community.cli.sample.deals import add_deals
from community.cli.sample.demand import add_demand
from community.cli.sample.events import add_events
from community.cli.sample.facts import add_facts, known_facts
from community.cli.sample.guides import add_guides
from community.cli.sample.notices import add_notices
from community.cli.sample.people import add_people
from community.cli.sample.register import add_register
from community.cli.sample.reps import add_reps
from community.cli.sample.requests import add_requests
from community.cli.sample.reviews import add_reviews
from community.cli.sample.rooms import add_rooms
from community.cli.sample.talk import add_talk
from community.cli.sample.troubles import add_troubles
from community.core.events import Audited, unheard

_SEED = 465


def fill_sample(report: Callable[[str], None]) -> None:
    """Add people, vendors, list prices, deals, questions and reviews; tell `report` each step."""
    random = Random(_SEED)
    before, counted = marks.highest_ids(), known_facts()
    report("people")
    buyers, homes = add_people(random)
    report("prices")
    sold = add_catalogue(random)
    report("register")
    add_register(random)
    report("deals")
    add_deals(random, buyers, homes, sold)
    report("questions")
    add_talk(random, buyers, sold)
    report("reviews")
    add_reviews(random, buyers, sold)
    report("vendors")
    add_reps(sold)
    add_requests(buyers, sold)
    add_events(buyers, sold)
    add_rooms(buyers, sold)
    report("cases")
    with unheard(Audited):  # the audit keeps what it hears for good
        add_troubles(buyers)
        add_guides(sold)
    report("notices")
    add_notices(sold)
    add_demand(buyers)
    add_facts(random, besides=counted)
    marks.mark_since(before)
