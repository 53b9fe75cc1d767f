"""Work that reps leave to the worker: texts rendered again, names forgotten."""

from datetime import timedelta

import sqlalchemy as sa

from community.core.db import db
from community.core.jobs import JobRegistry, enqueue
from community.core.text import RENDERER_VERSION, render_markdown
from community.reps.models import OfficialText
from community.reps.rules.claiming import forget_refused_names

RERENDER = "reps.rerender"
FORGET = "reps.forget"
TEXTS_A_JOB = 20
"""Few: SQLite's writers wait meanwhile."""


def register(registry: JobRegistry) -> None:
    registry.handler(RERENDER, rerender)
    registry.periodic(RERENDER, every=timedelta(hours=1))
    registry.handler(FORGET, forget_refused_names)
    registry.periodic(FORGET, every=timedelta(days=1))


def rerender() -> None:
    """Render a batch of texts again; come back while there are more."""
    stale = (
        sa.select(OfficialText)
        .where(OfficialText.renderer_version < RENDERER_VERSION)
        .order_by(OfficialText.renderer_version, OfficialText.id)
        .limit(TEXTS_A_JOB)
        # Who edits one meanwhile waits, or their text would keep the old one's HTML.
        .with_for_update()
    )
    texts = db.session.scalars(stale).all()
    for text in texts:
        text.html = render_markdown(text.source)
        text.renderer_version = RENDERER_VERSION
    if len(texts) == TEXTS_A_JOB:
        enqueue(RERENDER)
