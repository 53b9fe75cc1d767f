"""All operations, in the order in which the description tells them."""

from community.api import own_account
from community.api.operations import Operation, Operations

PARTS: tuple[Operations, ...] = (own_account.part,)


def all_operations() -> list[Operation]:
    return [one for part in PARTS for one in part.all]
