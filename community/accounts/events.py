"""What happened to people's accounts and organisations, told to whoever goes by them."""

from dataclasses import dataclass

from community.core.events import Event


@dataclass(frozen=True)
class OrganisationChanged(Event):
    """`user_id` speaks for another organisation from now on, or for none."""

    user_id: int
    organisation_id: int | None


@dataclass(frozen=True)
class OrganisationsGrouped(Event):
    """Each of `organisation_ids` counts as `root_id` from now on.

    One that was taken out of its group is its own root.
    """

    organisation_ids: tuple[int, ...]
    root_id: int


@dataclass(frozen=True)
class DevicesLoggedOut(Event):
    """All devices of `user_id` are, but perhaps the one at hand: of old keys none opens."""

    user_id: int
