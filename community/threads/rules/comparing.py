"""Saying how what one paid compares with a post, and telling it of many, once a week."""

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa

from community.accounts.queries import organisation_of, organisation_roots
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.ratelimit import Limit, hit_if_done
from community.threads import access
from community.threads.comparisons import (
    Comparison,
    by_organisation,
    comparer_key,
    comparer_org_key,
    comparisons_of,
    find_comparison,
)
from community.threads.models import Post
from community.threads.pricewords import (
    LEAST_CHANGED,
    LEAST_ORGANISATIONS,
    Paid,
    prices_in,
    told,
)

_A_DAY = Limit(50, 86_400)


def compare(actor: Actor, post: Post, says: Paid) -> None:
    """Say how what one paid compares with a post; the last word of a member counts."""
    user_id = access.require_can_compare(actor, post)
    hit_if_done("threads.compare", comparer_key(user_id), _A_DAY)
    before = find_comparison(user_id, post)
    told_before = None
    if before is not None:
        if before.says is says:
            return
        told_before = before.told
        db.session.delete(before)
        db.session.flush()  # its place is taken anew: the last word of colleagues counts
    organisation_id = organisation_of(user_id)
    db.session.add(
        Comparison(
            post_id=post.id,
            owner_key=comparer_key(user_id),
            org_key=None
            if organisation_id is None
            else comparer_org_key(organisation_id),
            says=says,
            told=told_before,
        )
    )


def withdraw_comparison(actor: Actor, post: Post) -> None:
    """Take one's word back; what is told of too few then is withheld at once (P17)."""
    user_id = access.require_contributor(actor)
    mine = find_comparison(user_id, post)
    if mine is None:
        return
    mine.says = None
    if mine.told is None:
        db.session.delete(mine)
    db.session.flush()  # the query below counts what is left
    now, _ = by_organisation(comparisons_of([post.id])[post.id], _roots())
    if len(now) < LEAST_ORGANISATIONS:
        _tell(post.id, "")


def release_comparisons(post_ids: Sequence[int]) -> None:
    """Tell of each post what organisations say of it, where none or three changed."""
    roots = _roots()
    for post_id, rows in comparisons_of(post_ids).items():
        now, before = by_organisation(rows, roots)
        differ = sum(now.get(one) != before.get(one) for one in {*now, *before})
        if len(now) < LEAST_ORGANISATIONS:
            now = {}
        elif 0 < differ < LEAST_CHANGED:
            continue
        _tell(post_id, told(Counter(now.values())))
        for row in rows:
            row.told = row.says if now and row.org_key is not None else None
            if row.says is None:
                db.session.delete(row)


def forget_if_changed(post: Post, old_html: str, new_html: str) -> None:
    """Drop what was said of prices that an edit replaced."""
    if prices_in(old_html) == prices_in(new_html):
        return
    if changed(sa.delete(Comparison).where(Comparison.post_id == post.id)):
        _tell(post.id, "")


def follow_organisation(user_id: int, organisation_id: int | None) -> None:
    """Have what a member said count for the organisation that they speak for now."""
    key = None if organisation_id is None else comparer_org_key(organisation_id)
    changed(
        sa.update(Comparison)
        .where(Comparison.owner_key == comparer_key(user_id))
        .values(org_key=key)
    )


def _tell(post_id: int, words: str) -> None:
    changed(sa.update(Post).where(Post.id == post_id).values(compared=words or None))


def _roots() -> dict[str, str]:
    return {
        comparer_org_key(one): comparer_org_key(root)
        for one, root in organisation_roots().items()
    }
