"""What stands under an alias: whether a moderator's colleague wrote it, and not who."""

from typing import Protocol, runtime_checkable

from community.core.actors import Actor


@runtime_checkable
class Veiled(Protocol):
    """A kind of thing that may stand under an alias, or never tells its author."""

    def is_of_colleague(self, actor: Actor, object_id: int) -> bool:
        """Whether somebody of `actor`'s organisation or of its group wrote it.

        By keyed names: no seal is opened. False for what stands under a name.
        """
        ...
