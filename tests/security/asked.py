"""A request of each person of the town to the vendor that has a representative."""

from datetime import timedelta

from community.accounts.models import User
from community.catalog.models import Vendor
from community.core import clock
from community.core.actors import Actor, Role
from community.core.db import db
from community.requests.drafts import Draft, Told
from community.requests.kinds import Meeting, Reveals
from community.requests.queries import list_messages
from community.requests.rules import asking, meeting, saying


def request_of(user: User, vendor_id: int, rep: User) -> dict[str, str]:
    """Have `user` ask and `rep` answer with a time; return names for addresses."""
    buyer = Actor(user.id, user.handle, Role.MEMBER, proven=True)
    now = clock.now()
    draft = Draft(
        subject=f"Seats of {user.handle}",
        body="What would forty more seats cost us in the second year?",
        told=Told(Reveals.NOTHING),
        last_day=(now + timedelta(days=30)).date(),
    )
    vendor = db.session.get_one(Vendor, vendor_id)
    request = asking.ask(buyer, vendor, None, draft, alias=f"of {user.handle}", at=now)
    saying.answer(rep.actor, request, "Half of the first year, as listed.", at=now)
    when = (now + timedelta(days=9)).replace(tzinfo=None)
    proposal = meeting.Proposal(Meeting.CALL, when, "UTC", 30, "https://arbor.example")
    time = meeting.propose(rep.actor, request, proposal)
    return {
        "request": request.public_id,
        "request_message": list_messages(request)[1][0].public_id,
        "request_time": time.public_id,
        "deciding": "accept",
    }
