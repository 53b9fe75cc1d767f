"""Quoting a post: its words as Markdown's quotation, with a link to where they stand."""

from community.core.actors import Actor
from community.core.errors import NotFound
from community.core.text import plain_text
from community.threads.models import SourceFormat, Thread
from community.threads.paths import post_path
from community.threads.queries import get_readable_post_for

_MOST = 600
"""Characters of a quotation; the link leads to the rest."""


def quotation(actor: Actor, thread: Thread, public_id: str) -> str:
    """Return a post of `thread` as a quotation; raise NotFound for any other."""
    post, there = get_readable_post_for(actor, public_id)
    if there.id != thread.id:
        raise NotFound("There is no such post to this question.")
    is_markdown = post.source_format is SourceFormat.MARKDOWN
    text = (post.source if is_markdown else plain_text(post.html)).strip()
    if len(text) > _MOST:
        text = text[:_MOST].rsplit(None, 1)[0] + " …"
    told = [f"[Quoted from here]({post_path(public_id)}):", "", *text.split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in told) + "\n\n"
