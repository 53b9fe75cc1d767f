"""What can be followed and saved: found by its address, and named again by its id."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.queries import find_profile
from community.catalog.access import visible_products, visible_vendors
from community.catalog.models import Product, Vendor
from community.catalog.paths import is_public_id, product_path, vendor_path
from community.catalog.queries import find_product_by_public_id_for, get_vendor_for
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.notifications.access import own_searches
from community.notifications.kinds import Followed
from community.notifications.models import SavedSearch
from community.threads.access import visible_threads
from community.threads.models import Tag, Thread
from community.threads.paths import thread_path
from community.threads.queries import get_tag, get_thread_for

Key = tuple[Followed, int]

SAVEABLE = (Followed.QUESTION, Followed.PRODUCT, Followed.VENDOR)


@dataclass(frozen=True)
class Target:
    """One thing that can be followed."""

    followed: Followed
    id: int
    name: str
    path: str
    ref: str
    """How addresses call it."""

    @property
    def key(self) -> Key:
        return self.followed, self.id

    @property
    def follow_path(self) -> str:
        return f"/follow/{self.followed}/{self.ref}"


def get_target_for(actor: Actor, followed: Followed, ref: str) -> Target:
    """Return what `ref` names if `actor` may see it; raise NotFound otherwise."""
    match followed:
        case Followed.VENDOR:
            return _of_vendor(get_vendor_for(actor, ref))
        case Followed.PRODUCT:
            product = find_product_by_public_id_for(actor, ref)
            if product is None:
                raise NotFound("There is no such product.")
            return _of_product(product)
        case Followed.QUESTION:
            return _of_thread(get_thread_for(actor, ref))
        case Followed.TAG:
            return _of_tag(get_tag(ref))
        case Followed.SEARCH:
            return _of_search(_get_search(actor, ref))
        case _:
            return _of_person(_get_person(ref))


def find_targets(actor: Actor, keys: Iterable[Key]) -> dict[Key, Target]:
    """Return those of `keys` that there are and `actor` may see: five queries at most."""
    wanted: dict[Followed, list[int]] = {}
    for followed, object_id in set(keys):
        wanted.setdefault(followed, []).append(object_id)
    found: dict[Key, Target] = {}
    for followed, ids in wanted.items():
        for row in db.session.scalars(_rows(actor, followed, ids)):
            target = _MADE[followed](row)
            found[target.key] = target
    return found


def ref_column(followed: Followed) -> Any:
    """Return the column that addresses call a thing by; its table has an `id`."""
    return {
        Followed.VENDOR: Vendor.slug,
        Followed.PRODUCT: Product.public_id,
        Followed.QUESTION: Thread.public_id,
        Followed.TAG: Tag.name,
        Followed.PERSON: User.handle,
        Followed.SEARCH: SavedSearch.public_id,
    }[followed]


def _get_person(handle: str) -> User:
    user = find_profile(handle)
    if user is None or user.is_imported:
        raise NotFound("There is nobody with this handle.", code="no-such-person")
    return user


def _get_search(actor: Actor, ref: str) -> SavedSearch:
    found = None
    if is_public_id(ref):
        found = db.session.scalar(
            sa.select(SavedSearch).where(
                SavedSearch.public_id == ref, own_searches(actor)
            )
        )
    if found is None:
        raise NotFound("You follow no such search.")
    return found


def _rows(actor: Actor, followed: Followed, ids: list[int]) -> sa.Select[Any]:
    model: Any = ref_column(followed).class_
    may: dict[Followed, Any] = {
        Followed.VENDOR: visible_vendors,
        Followed.PRODUCT: visible_products,
        Followed.QUESTION: visible_threads,
        Followed.SEARCH: own_searches,
    }
    statement = sa.select(model).where(model.id.in_(ids))
    return statement.where(may[followed](actor)) if followed in may else statement


def _of_vendor(vendor: Vendor) -> Target:
    return Target(
        Followed.VENDOR, vendor.id, vendor.name, vendor_path(vendor), vendor.slug
    )


def _of_product(product: Product) -> Target:
    path = product_path(product)
    return Target(Followed.PRODUCT, product.id, product.name, path, product.public_id)


def _of_thread(thread: Thread) -> Target:
    path = thread_path(thread.public_id, thread.slug)
    return Target(Followed.QUESTION, thread.id, thread.title, path, thread.public_id)


def _of_tag(tag: Tag) -> Target:
    path = f"/questions/tagged/{tag.name}"
    return Target(Followed.TAG, tag.id, tag.name, path, tag.name)


def _of_person(user: User) -> Target:
    path = f"/u/{user.handle}"
    return Target(Followed.PERSON, user.id, user.handle, path, user.handle)


def _of_search(search: SavedSearch) -> Target:
    path = f"/search?q={quote(search.text)}"
    return Target(Followed.SEARCH, search.id, search.text, path, search.public_id)


_MADE: dict[Followed, Any] = {
    Followed.VENDOR: _of_vendor,
    Followed.PRODUCT: _of_product,
    Followed.QUESTION: _of_thread,
    Followed.TAG: _of_tag,
    Followed.PERSON: _of_person,
    Followed.SEARCH: _of_search,
}
