"""Telling those whom a post names, each once, and within a measure."""

from community.core import events
from community.core.actors import Actor
from community.core.errors import Invalid
from community.threads import limits
from community.threads.events import Mentioned, VendorMentioned
from community.threads.mentions import mentioned_in
from community.threads.models import Post
from community.threads.rules.signing import told_actor


def require_few_mentions(html: str, *, new: bool) -> None:
    """Raise Invalid when a text names more members and vendors than its author may."""
    most = limits.LIMITS.mentions_when_new if new else limits.LIMITS.mentions
    found = len(mentioned_in(html)) if "@" in html else 0
    if found > most:
        sentence = f"You may name {most} members or vendors with @ in one post; this text names {found}."
        raise Invalid("Your text is not posted yet.", fields={"body": sentence})


def tell_mentioned(actor: Actor, post: Post, before: str = "") -> None:
    """Publish whom `post` names and its version `before` did not.

    Of an anonymous post nobody hears who named them. Its author is told as all are who
    are named: the one who isn't would be known for it. By name, they never are.
    """
    if "@" not in post.html:
        return
    now, then = mentioned_in(post.html), mentioned_in(before)
    by = told_actor(actor, post)
    for user_id in sorted({*now.members.values()} - {*then.members.values()}):
        if post.owner_key is not None or user_id != actor.user_id:
            events.publish(Mentioned(post.thread_id, post.id, by, user_id))
    for vendor_id in sorted({*now.vendors.values()} - {*then.vendors.values()}):
        events.publish(VendorMentioned(post.thread_id, post.id, by, vendor_id))
