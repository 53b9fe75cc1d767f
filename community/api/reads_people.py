"""Public reads of people: what stands on somebody's page, and nothing that is not there."""

from flask import Blueprint

from community.accounts.profiles import get_profile_for
from community.api.bearer import ROOT
from community.api.operations import Operations
from community.api.shapes_talk import Person
from community.core import clock
from community.core.actors import VISITOR
from community.core.spokespeople import voice_of
from community.core.web import client_address

part = Operations(Blueprint("api_people", __name__, url_prefix=ROOT), "People")


@part.get("/people/{handle}", answer=Person)
def show_person(handle: str) -> Person:
    """Show what everybody sees of somebody under their handle."""
    account = get_profile_for(VISITOR, handle, client_address())
    voice = voice_of(account.actor)
    return Person(
        handle=account.handle,
        name=account.display_name,
        role=str(account.role),
        is_imported=account.is_imported,
        is_work_email_verified=account.work_verified_month is not None,
        joined_month=clock.month_of(account.created_at),
        speaks_for=None if voice is None else voice.vendor,
        signature=None if voice is None else voice.signature,
        url=f"/u/{account.handle}",
    )
