"""A deal of Ada's, and evidence for it in each state, without drawing anything."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from community.core.events import Audited, Bus
from community.deals.evidence import rules, vault
from community.deals.evidence.kinds import EvidenceKind, EvidenceState, Rejection
from community.deals.evidence.models import DealEvidence
from community.deals.evidence.rewriting import CleanCopy
from community.deals.evidence.sniffing import FileType
from community.deals.models import Deal
from community.deals.rules.reporting import submit_deal
from tests.deals.evidence.files import png

PIXELS = png()


@dataclass(frozen=True)
class Sent:
    """The public ids of a deal and of a file that was sent for it."""

    deal: str
    evidence: str

    @property
    def page(self) -> str:
        return f"/deals/mine/{self.deal}"

    @property
    def desk(self) -> str:
        return f"/moderation/evidence/{self.evidence}"


def add(actor, deal, kind=EvidenceKind.DOCUMENT, original=b"one") -> DealEvidence:
    copy = CleanCopy(FileType.PNG, 1, PIXELS)
    mark = rules.mark_of(original)
    evidence = rules.add_evidence(actor, deal, kind, copy, vault.store(PIXELS), mark)
    db.session.flush()
    return evidence


@pytest.fixture
def deal_id(app, cast, draft, empty_vault) -> str:
    with app.app_context(), transaction():
        return submit_deal(cast.actor("ada"), draft).public_id


@pytest.fixture
def sent(app, cast, deal_id) -> Sent:
    """Return evidence of Ada's that waits for a moderator."""
    with app.app_context(), transaction():
        evidence = add(cast.actor("ada"), get_deal(deal_id))
        return Sent(deal_id, evidence.public_id)


@pytest.fixture
def empty_vault(app):
    """Delete what a test has stored: its rows go, and so must the files."""
    yield
    with app.app_context():
        for path in vault.folder().glob("*"):
            path.unlink()


@pytest.fixture
def audited(app, monkeypatch) -> list[Audited]:
    """Return what the audit is told while the test runs."""
    heard: list[Audited] = []
    bus: Bus = app.extensions["fairquote.bus"]
    monkeypatch.setattr(bus, "_handlers", [*bus._handlers, (Audited, heard.append)])
    return heard


def get_deal(public_id: str) -> Deal:
    return db.session.scalars(sa.select(Deal).where(Deal.public_id == public_id)).one()


def get_evidence(public_id: str) -> DealEvidence:
    found = sa.select(DealEvidence).where(DealEvidence.public_id == public_id)
    return db.session.scalars(found).one()


def judged(app, actor, public_id: str, *, accept: bool = True) -> None:
    with app.app_context(), transaction():
        evidence = get_evidence(public_id)
        if accept:
            rules.accept_evidence(actor, evidence)
        else:
            rules.reject_evidence(actor, evidence, Rejection.NO_PRICE)


def rows(app) -> list[tuple[EvidenceState, bool]]:
    """Return the state of each piece of evidence, and whether it has a file."""
    with app.app_context():
        found = db.session.scalars(sa.select(DealEvidence).order_by(DealEvidence.id))
        return [(one.state, one.file_name is not None) for one in found]


def tier(app, public_id: str) -> str:
    with app.app_context():
        return str(get_deal(public_id).evidence)


def files_kept(app) -> int:
    with app.app_context():
        return len(list(vault.folder().glob("*.sealed")))
