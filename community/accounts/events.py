"""What happened to people's organisations, told to whoever counts by them."""

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
