"""Texts rendered again, a few in each job, once the renderer is a newer one."""

from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa

from community.core.db import Base, db
from community.core.text import RENDERER_VERSION, render_markdown

Text = TypeVar("Text", bound=Base)


def render_source(text: Any) -> None:
    """Write the HTML of a row whose Markdown stands in `source`."""
    text.html = render_markdown(text.source)


def rerender_some(
    kind: type[Text], most: int, render: Callable[[Text], None] = render_source
) -> bool:
    """Render up to `most` rows that an older renderer wrote; return whether more may be left.

    The table has `id` and `renderer_version`; `render` writes all HTML of a row.
    """
    table: Any = kind
    stale = (
        sa.select(kind)
        .where(table.renderer_version < RENDERER_VERSION)
        .order_by(table.renderer_version, table.id)
        .limit(most)
        # Who edits one meanwhile waits, or their text would keep the old one's HTML.
        .with_for_update()
    )
    found: Any = db.session.scalars(stale).all()
    for one in found:
        render(one)
        one.renderer_version = RENDERER_VERSION
    return len(found) == most
