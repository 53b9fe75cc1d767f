"""Who is behind an anonymous post: for a moderator who says why."""

from community.accounts.models import User
from community.accounts.rules.revealing import reveal
from community.core.actors import Actor
from community.threads import access
from community.threads.models import Post
from community.threads.owners import open_author


def reveal_author(actor: Actor, post: Post, reason: str) -> User:
    """Return who wrote it; they get a letter that somebody looked, and why."""
    access.require_can_reveal(actor, post)
    return reveal(
        actor,
        "post.author-revealed",
        f"post {post.public_id}",
        reason,
        open_seal=lambda: open_author(post.sealed_author or ""),
    )
