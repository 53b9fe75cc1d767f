"""Work that threads leave to the worker: rendering again, the week's release, tidying."""

from datetime import timedelta

from community.core.jobs import JobRegistry, enqueue
from community.core.rerendering import rerender_some
from community.core.text import render_html, render_markdown
from community.threads import reads
from community.threads.comparisons import list_compared_posts
from community.threads.mentions import linked
from community.threads.models import Post, SourceFormat
from community.threads.rules.comparing import release_comparisons
from community.threads.rules.inviting import INVITE, send_invitations
from community.threads.rules.purging import purge_deleted
from community.threads.rules.saving import forget_old

RERENDER = "threads.rerender"
TIDY = "threads.tidy"
PURGE = "threads.purge"
RELEASE = "threads.release"
COMPARED_A_JOB = 200
POSTS_A_JOB = 20
"""Few: the longest posts take a quarter of a second each, and SQLite's writers wait."""


def register(registry: JobRegistry) -> None:
    registry.handler(RERENDER, rerender)
    registry.periodic(RERENDER, every=timedelta(hours=1))
    registry.handler(RELEASE, release)
    registry.periodic(RELEASE, every=timedelta(days=7))
    registry.handler(INVITE, send_invitations)
    registry.handler(TIDY, tidy)
    registry.periodic(TIDY, every=timedelta(days=1))
    registry.handler(PURGE, purge)
    registry.periodic(PURGE, every=timedelta(hours=1))


def release(after: int = 0) -> None:
    """Tell what organisations say of a batch of posts; come back while there are more."""
    ids = list_compared_posts(after, COMPARED_A_JOB)
    release_comparisons(ids)
    if len(ids) == COMPARED_A_JOB:
        enqueue(RELEASE, after=ids[-1])


def tidy() -> None:
    """Forget drafts that nobody has gone on with, and what was read long ago."""
    forget_old()
    reads.forget_old()


def purge() -> None:
    """Empty what authors took away a day ago; come back while there is more."""
    if purge_deleted():
        enqueue(PURGE)


def rerender() -> None:
    """Render a batch of posts again; come back while there are more."""
    if rerender_some(Post, POSTS_A_JOB, _render):
        enqueue(RERENDER)


def _render(post: Post) -> None:
    if post.source_format is SourceFormat.HTML:
        post.html = render_html(post.source)
    else:
        post.html = linked(render_markdown(post.source))
