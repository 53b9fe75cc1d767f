"""What the API holds of a person: tokens, which end with the account."""

from community.api.models import ApiToken
from community.api.scopes import LIFETIMES
from community.core.personal import Fate, Held, Kept, Part
from community.core.settings import Settings

HELD = (
    Held(
        ApiToken,
        Fate.ERASED,
        "Tokens for programs",
        lambda person: ApiToken.user_id == person.user_id,
    ),
)


def retention(_settings: Settings) -> tuple[Kept, ...]:
    return (
        Kept(
            "Tokens for programs, as hashes",
            f"until you revoke them, {max(LIFETIMES)} days at most",
            "A program says with one whose it is.",
        ),
    )


PART = Part("tokens", "Programs of yours", HELD, retention)
