"""Who may import prices: the host. Who may read them: whoever may see the product."""

from community.core.actors import Actor
from community.core.errors import Forbidden


def can_import(actor: Actor) -> bool:
    return actor.is_host and actor.proven


def require_importer(actor: Actor) -> None:
    if not can_import(actor):
        raise Forbidden("Only the host imports prices.")
