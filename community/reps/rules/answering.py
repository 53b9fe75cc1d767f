"""What a vendor answers to an alert on its pages."""

from community.catalog.alerts import alert_of
from community.catalog.models import Vendor
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, Invalid
from community.core.spokespeople import count_text
from community.reps import access
from community.reps.rules.wording import NOT_YET, checked_text

MAX_ANSWER = 1_000


def answer_alert(actor: Actor, text: str) -> Vendor:
    """Let the vendor's words stand below the alert, in place of what it said before."""
    voice = access.require_writer(actor)
    vendor = db.session.get_one(Vendor, voice.vendor_id)
    if alert_of(vendor) is None:
        raise Conflict("There is no alert on your pages.")
    source, _ = checked_text(voice, text)
    if len(source) > MAX_ANSWER:
        sentence = f"Keep it to {MAX_ANSWER:,} characters."
        raise Invalid(NOT_YET, fields={"body": sentence})
    count_text(voice)
    vendor.alert_answer = source
    return vendor
