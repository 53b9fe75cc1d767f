"""A webhook of the host, to which a test was delivered, and a consent of each buyer."""

import io
from contextlib import closing

import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.rules.moving import Judged, Outcome
from community.core.actors import Actor, Role
from community.core.db import db
from community.core.mail import Mail
from community.dashboard.archives import running as archives
from community.dashboard.archives.reading import read_pieces
from community.dashboard.leadkinds import Purpose
from community.dashboard.leadlinks import link_path
from community.dashboard.leads import rules
from community.dashboard.memberkinds import Basis
from community.dashboard.members import running as members
from community.dashboard.members.models import MemberInvitation
from community.dashboard.models import Offer, OfferAsk, WebhookDelivery
from community.dashboard.offerkinds import OfferKind
from community.dashboard.offers import asking, filing
from community.dashboard.offers import keeping as offering
from community.dashboard.offers.reading import get_by_link
from community.dashboard.seeing import SeenBefore
from community.dashboard.site import rules as site
from community.dashboard.site.dressing import name_of
from community.dashboard.webhookkinds import DeliveryState
from community.dashboard.webhooks import keeping
from community.deals.evidence.rewriting import CleanCopy
from community.deals.evidence.sniffing import FileType
from community.threads.importing import ONSTARTUPS

_IS_LINK = Mail.subject == "Confirm your address"
_ACCENTS = ("#0a6b68", "#54bfb4")


def sent(host: Actor) -> dict[str, str]:
    wanted = keeping.Wanted("https://example.com/hook", ["question.asked"])
    webhook = keeping.add_webhook(host, wanted)
    keeping.test_webhook(webhook)
    delivery = db.session.scalars(sa.select(WebhookDelivery)).one()
    delivery.state = DeliveryState.DELIVERED
    site.choose_colours(host, *_ACCENTS)
    site.take_logo(host, b"not looked at here", "png")
    return {
        "webhook": webhook.public_id,
        "delivery": delivery.public_id,
        "brand_sheet": name_of(*_ACCENTS),
        "brand_logo": site.have_dress().logo_hash,
        **_offered(host),
        **_moved(host),
        **_archived(host),
    }


def _archived(host: Actor) -> dict[str, str]:
    """Return an archive of questions that was checked, of which a line was skipped."""
    line = (
        b'{"id": 1, "title": "Not taken in", "body": "Only looked at.", '
        b'"author": "Somebody Else", "date": "2012-05-01"}\n'
    )
    run = archives.upload(host, io.BytesIO(line + b"{}\n"), "old.jsonl", ONSTARTUPS)
    file = io.BytesIO(line + b"{}\n")
    with closing(SeenBefore()) as seen:
        for piece in read_pieces(file, at=0, lines=0):
            archives.take(run, piece, seen)
    archives.close_run(run)
    return {"archive_run": run.public_id}


def _moved(host: Actor) -> dict[str, str]:
    """Return a file of members that was checked."""
    run = members.upload(host, io.BytesIO(b"email,handle\na@b.example,grace\n"), "old")
    rows = [Judged(2, Outcome.NEW)]
    members.note_batch(run, rows)
    members.close_run(run)
    return {"member_run": run.public_id}


def _offered(host: Actor) -> dict[str, str]:
    """Return an offer of each kind that somebody without an account took."""
    copy = CleanCopy(FileType.PDF, 1, b"not looked at here")
    offers = {
        OfferKind.PAGE: ({"source": "Start early."}, None),
        OfferKind.REPORT: ({"subject": "/prices/arbor/arbor-desk/"}, None),
        OfferKind.FILE: ({}, (copy, filing.VAULT.store(copy.data))),
    }
    links = {}
    for kind, (more, file) in offers.items():
        wanted = offering.Wanted(kind, Purpose.NEWS, "A guide", "How to buy.", **more)
        offer = offering.add_offer(host, wanted, file)
        offering.publish(host, offer)
        token = _asked(offer, "grace@hopper.example")
        asking.prove(get_by_link(token))
        links[kind] = (offer.public_id, token)
    return {
        "offer": links[OfferKind.PAGE][0],
        "offer_kind": "page",
        "guide_link": links[OfferKind.PAGE][1],
        "report_link": links[OfferKind.REPORT][1],
        "file_link": links[OfferKind.FILE][1],
    }


def _asked(offer: Offer, mail: str) -> str:
    """Ask for an offer by an address; return the token of the link that goes there."""
    words = asking.words_for(offer)
    asking.ask(offer, mail=mail, name="", words=words, address=f"{mail} somewhere")
    found = sa.select(OfferAsk).where(
        OfferAsk.offer_id == offer.id, OfferAsk.mail == mail
    )
    ask = db.session.scalars(found).one()
    # As files letters would outlive the test, and others look for addresses there.
    db.session.execute(sa.delete(Mail).where(Mail.recipient == mail, _IS_LINK))
    return link_path(ask.public_id).rpartition("/")[2]


def lead_of(user: User) -> dict[str, str]:
    buyer = Actor(user.id, user.handle, Role.MEMBER, proven=True)
    words = rules.words_for(buyer, Purpose.NEWS)
    lead = rules.give_consent(buyer, Purpose.NEWS, "", words)
    # By the address of the account one offer more was asked for, and one proven.
    first, second = db.session.scalars(sa.select(Offer).order_by(Offer.id).limit(2))
    _asked(first, user.email or "")
    asking.prove(get_by_link(_asked(second, user.email or "")))
    db.session.add(MemberInvitation(user_id=user.id, basis=Basis.CONSENT))
    return {"lead": lead.public_id}
