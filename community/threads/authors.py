"""Who wrote a post, as its readers see it: a handle, an imported name, or an alias."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from community.accounts.levels import VERIFIED_WORDS
from community.accounts.models import User
from community.core.actors import Role
from community.threads.aliases import CONTEXT_LABELS, Context
from community.threads.models import Post, Thread

_LABELS = {Role.HOST: "Host", Role.MODERATOR: "Moderator", Role.REP: "Vendor"}


@dataclass(frozen=True)
class Author:
    """Who wrote a post, as others see it."""

    name: str
    url: str
    label: str
    imported: bool = False
    anonymous: bool = False


def shown_name() -> Any:
    """Return the column with the name beside a question, where User is joined loosely."""
    return sa.func.coalesce(Thread.alias, User.attribution_name, User.handle)


def author_columns() -> list[Any]:
    """Return the columns of which author_of() makes an Author, User joined loosely."""
    return [
        Post.alias,
        Post.context,
        User.handle,
        User.attribution_name,
        User.attribution_url,
        User.role,
        User.work_verified_month,
    ]


def author_of(
    alias: str | None,
    context: Context | None,
    handle: str,
    name: str | None,
    url: str | None,
    role: Role,
    verified_month: str | None,
) -> Author:
    if alias is not None:
        label = CONTEXT_LABELS[context or Context.NOTHING]
        return Author(name=alias, url="", label=label, anonymous=True)
    if name is not None:
        return Author(name=name, url=url or "", label="", imported=True)
    label = _LABELS.get(role, VERIFIED_WORDS if verified_month else "")
    return Author(name=handle, url=f"/u/{handle}", label=label)
