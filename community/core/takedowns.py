"""What vendors ask to have taken down by their own form, told to who decides about it."""

from typing import Protocol

from flask import current_app

DISPUTES = "fairquote.disputes"
"""`app.extensions[DISPUTES]` is a KnowsDisputes."""


class KnowsDisputes(Protocol):
    """What knows which things vendors dispute."""

    def is_disputed(self, kind: str, object_id: int) -> bool:
        """Whether a vendor disputes something, or ever did; one query at most."""
        ...


def is_disputed(kind: str, object_id: int) -> bool:
    known: KnowsDisputes = current_app.extensions[DISPUTES]
    return known.is_disputed(kind, object_id)
