"""Whose a deal is: by keyed names that say nothing without the key, and sealed.

The raw store holds no id of a member and none of an organisation: a copy of the database
alone does not tell who paid what (P15).
"""

from community.core.sealing import pseudonym, seal, unseal

_OWNER = "deal.owner"
_ORGANISATION = "deal.organisation"
_AUTHOR = "deal.author"
_DECIDER = "deal.decider"
_DIGITS = 12
"""All sealed ids are of one length: that of an old member's would tell it."""


def owner_key(user_id: int) -> str:
    """Return what all deals of one member have in common."""
    return pseudonym(_OWNER, str(user_id))


def org_key(organisation_id: int) -> str:
    """Return what all deals of one organisation have in common."""
    return pseudonym(_ORGANISATION, str(organisation_id))


def decider_key(user_id: int | None) -> str:
    """Return by which name what a moderator rejected knows them; "" for a command."""
    return "" if user_id is None else pseudonym(_DECIDER, str(user_id))


def seal_author(user_id: int) -> str:
    """Return the author's id under seal, different each time."""
    return seal(_AUTHOR, f"{user_id:0{_DIGITS}d}")


def open_author(sealed: str) -> int:
    """Return the id under a seal; only after an audit row has said why."""
    return int(unseal(_AUTHOR, sealed))
