"""Screening something that was just written: at once what may hold it, the rest later."""

from community.accounts.affiliations import work_domain
from community.core import clock
from community.core.jobs import JobRegistry, enqueue
from community.core.moderating import ModeratedItem
from community.core.screening import Posted, teams
from moderation import actions
from moderation.flagging import SCREEN_JOB, open_case
from moderation.items import get_kind, get_moderated
from moderation.kinds import REASONS, ActionKind
from moderation.models import FACTS_LENGTH
from moderation.screening import gathering, learning, rules, watching
from moderation.screening.facts import Author, Finding
from moderation.screening.findings import keep

NOTICED = "a rule that looks at every new text, without a person"


def on_posted(event: Posted) -> None:
    """Look at a text in the transaction that wrote it; hold it where rules say so."""
    item = get_kind(event.kind).load(event.object_id)
    now = clock.now()
    author = gathering.author_of(event.author_id, item, now)
    fast = rules.typing(event.opened_at, now, author)
    found = keep(item, [*([fast] if fast else []), *_at_once(item, author)])
    if found and item.is_public and rules.holds(found, author):
        _hold(item, found)
    enqueue(SCREEN_JOB, what=event.kind, object_id=event.object_id)


def _at_once(item: ModeratedItem, author: Author) -> list[Finding]:
    said = [
        rules.links_of_new(item.text, author),
        rules.contacts_of_new(item.text, author),
        rules.pace(author),
        rules.reported(author),
        _advertising(item.text),
    ]
    return [*(one for one in said if one), *watching.findings(item.text)]


def _advertising(text: str) -> Finding | None:
    spam_filter = learning.current()
    if not spam_filter.is_spam(text):
        return None
    return rules.advertising(spam_filter.reasons(text))


def _hold(item: ModeratedItem, found: list[Finding]) -> None:
    get_moderated(item.kind).hold(item.object_id)
    worst = max(found, key=lambda one: (one.holds, one.weight))
    grounds = actions.Grounds(
        ActionKind.HELD,
        worst.reason,
        worst.sentence[:FACTS_LENGTH],
        REASONS[worst.reason].rule,
        noticed=NOTICED,
    )
    actions.record(None, open_case(item), item, grounds)


def screen(what: str, object_id: int) -> None:
    """Compare a text with others, and its author with the vendor's people."""
    item = get_kind(what).load(object_id)
    found = [rules.repeated(gathering.twins_of(item))]
    if item.vendor_id is not None and what not in _OF_VENDORS:
        found.append(
            rules.burst(gathering.new_authors_about(item.vendor_id, clock.now()))
        )
        if item.author_id is not None and not item.is_disclosed:
            team = teams().team_of(item.vendor_id)
            domain = work_domain(item.author_id)
            shares = gathering.share_organisation(item.author_id, team.user_ids)
            found += [
                rules.of_the_team(domain, team.domains),
                rules.of_the_organisation(shares=shares),
            ]
    keep(item, [one for one in found if one])


_OF_VENDORS = frozenset({"official", "dispute", "contact", "event"})
"""What vendors say under their name: that they are of the vendor is the point."""


def register(registry: JobRegistry) -> None:
    registry.handler(SCREEN_JOB, screen)
