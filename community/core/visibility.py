"""Which states of content there are, and who sees which."""

from enum import StrEnum

from community.core.actors import Actor


class State(StrEnum):
    PUBLIC = "public"
    HELD = "held"
    HIDDEN = "hidden"
    DELETED = "deleted"
    """By its author, who may bring it back."""
    REMOVED = "removed"
    """By a moderator: its author reads it in the statement of reasons alone."""


def visible_states(actor: Actor) -> tuple[State, ...]:
    """Return the states of other people's content that `actor` may read."""
    if actor.is_moderator:
        return tuple(State)
    return (State.PUBLIC,)
