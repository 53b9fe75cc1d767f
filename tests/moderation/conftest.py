"""A question, an answer under an alias, a review and a vendor's reply, to be reported."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from community.catalog.disclosure import Incentive, Relationship
from community.catalog.models import Category, Product
from community.core.db import db, transaction
from community.core.mail import Mail
from community.reps.rules import publishing
from community.reviews.dimensions import Dimension
from community.reviews.drafts import Draft as ReviewDraft
from community.reviews.rules.writing import write_review
from community.threads.drafts import Draft
from community.threads.queries import get_question_post
from community.threads.rules import asking
from moderation import flagging
from moderation.flagging import FlagDraft
from moderation.items import get_item_for
from moderation.kinds import Reason
from moderation.models import Case
from tests.prices.seeds import arbor_desk
from tests.remembering import remembered
from tests.reps.conftest import LONG_AGO

SAID = (("What is wrong with it?", "It names the seller’s assistant."),)


@dataclass(frozen=True)
class Scene:
    """Public ids of what Ada wrote, and of Arbor's reply."""

    post: str
    whisper: str
    review: str
    official: str

    def of(self, kind: str) -> str:
        return {"post": self.post, "review": self.review, "official": self.official}[
            kind
        ]


@pytest.fixture
def scene(app, cast) -> Scene:
    made = remembered(app, "what is reported", lambda: _posted(cast))
    cast.look_again()  # Rae has two factors now
    return made


def _posted(cast) -> Scene:
    desk, ada = arbor_desk(listed=False), cast.actor("ada")
    words = "Jane Doe of Arbor told us 12 percent. What did you get?"
    draft = Draft(title="What about renewals?", body=words, product_id=desk.id)
    thread = asking.ask(ada, draft, at=LONG_AGO)
    whisper = asking.answer(
        ada, thread, "We got nine percent.", anonymous=True, at=LONG_AGO
    )
    review = ReviewDraft(
        relationship=Relationship.BUYER,
        incentive=Incentive.NONE,
        ratings=dict.fromkeys(Dimension, 4),
        good="We got the price in writing, up front.",
        bad="Single sign-on cost extra, and nobody said so.",
    )
    written = write_review(ada, desk, review, at=LONG_AGO)
    cast.speak_for(desk.vendor_id)
    reply = publishing.reply(
        cast.rae.actor, thread, "The cap of 5 % holds.", at=LONG_AGO
    )
    return Scene(
        get_question_post(thread).public_id,
        whisper.public_id,
        written.public_id,
        reply.public_id,
    )


@pytest.fixture
def chairs(app, scene) -> int:
    """Return the id of a category that nothing belongs to; Arbor Desk is in another."""
    with app.app_context(), transaction():
        desks, other = (Category(name=one, slug=one) for one in ("desks", "chairs"))
        db.session.add_all([desks, other])
        db.session.flush()  # the product needs the id
        db.session.execute(sa.update(Product).values(category_id=desks.id))
        return other.id


def report(
    app, cast, who: str, kind: str, public_id: str, reason=Reason.IDENTIFIES
) -> str:
    """Have somebody report something; return the case's public id."""
    with app.app_context(), transaction():
        actor = cast.actor(who)
        item = get_item_for(actor, kind, public_id)
        return flagging.flag(actor, item, FlagDraft(reason, SAID)).public_id


def case_of(public_id: str) -> Case:
    db.session.expire_all()
    return db.session.scalars(sa.select(Case).where(Case.public_id == public_id)).one()


def mails(app) -> list[tuple[str, str, str]]:
    with app.app_context():
        rows = db.session.execute(
            sa.select(Mail.recipient, Mail.subject, Mail.text).order_by(Mail.id)
        )
        return [tuple(row) for row in rows]
