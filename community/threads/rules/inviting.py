"""Inviting those who may know a product to answer: they stay unknown, and so does their number."""

from random import SystemRandom

from community.accounts.notices import keep_notice, you_were_asked
from community.accounts.queries import list_askable
from community.core.actors import Actor
from community.core.db import db
from community.core.jobs import enqueue
from community.core.ratelimit import Limit, hit_if_done
from community.threads import access
from community.threads.inviting import knowing
from community.threads.models import Thread
from community.threads.owners import is_of, owner_key
from community.threads.paths import thread_path

INVITE = "threads.invite"
MOST_INVITED = 10
_A_DAY = Limit(10, 86_400)


def invite(actor: Actor, thread: Thread) -> None:
    """Have some who may know the product asked, once; nothing happens a second time.

    What the asker sees is the same whether there is anybody.
    """
    user_id = access.require_can_invite(actor, thread)
    if thread.invited:
        return
    hit_if_done("threads.invite", owner_key(user_id), _A_DAY)
    thread.invited = True
    enqueue(INVITE, thread_id=thread.id)


def send_invitations(thread_id: int) -> None:
    """Let letters to a few who may know wait for the day's sending; a job calls it."""
    thread = db.session.get(Thread, thread_id)
    if thread is None or thread.product_id is None or not access.takes_answers(thread):
        return
    others = [one for one in list_askable() if not is_of(one, thread)]
    known = sorted(knowing(thread.product_id, others))
    letter = you_were_asked(thread.title, thread_path(thread.public_id, thread.slug))
    for user_id in SystemRandom().sample(known, min(MOST_INVITED, len(known))):
        keep_notice(user_id, letter)
