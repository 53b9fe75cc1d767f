"""Whether somebody is of the vendor that something is about."""

from community.accounts.affiliations import is_of_team
from community.core.screening import teams


def is_of_vendor(user_id: int | None, vendor_id: int | None) -> bool:
    """Whether they speak, spoke or asked to speak for it, or work there; False for none.

    Four queries at most.
    """
    if user_id is None or vendor_id is None:
        return False
    return is_of_team(user_id, teams().team_of(vendor_id))
