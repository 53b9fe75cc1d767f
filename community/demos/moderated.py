"""Announced events, as anybody reports them and moderators decide about them."""

from community.accounts.correspondence import write_to
from community.catalog.queries import category_of_product
from community.core.actors import Actor
from community.core.errors import NotFound
from community.core.moderating import ModeratedItem
from community.core.visibility import State
from community.demos.events import KIND
from community.demos.models import Demo
from community.demos.paths import event_path
from community.demos.queries import Row, find_row, get_row_for
from community.demos.reading import organiser_of
from community.demos.rules import hiding


class ModeratedEvents:
    """The announced events of app.py. Where to join is in none of this."""

    kind = KIND
    label = "Event"

    def find(self, actor: Actor, public_id: str) -> ModeratedItem | None:
        try:
            return _item(get_row_for(actor, public_id))
        except NotFound:
            return None

    def load(self, object_id: int) -> ModeratedItem:
        return _item(_row(object_id))

    def is_own(self, actor: Actor, object_id: int) -> bool:
        return (
            actor.user_id is not None and _author_id(_row(object_id)) == actor.user_id
        )

    def category_of(self, object_id: int) -> int | None:
        return category_of_product(_row(object_id).demo.product_id)

    def write_to_author(self, object_id: int, subject: str, text: str) -> bool:
        author_id = _author_id(_row(object_id))
        return author_id is not None and write_to(author_id, subject, text)

    def hold(self, object_id: int) -> None:
        hiding.hold(_demo(object_id))

    def hide(self, actor: Actor, object_id: int, _reason: str) -> None:
        hiding.put(actor, _demo(object_id), State.HIDDEN)

    def remove(self, actor: Actor, object_id: int, _reason: str) -> None:
        hiding.put(actor, _demo(object_id), State.REMOVED)

    def show(self, actor: Actor, object_id: int, _reason: str) -> None:
        hiding.put(actor, _demo(object_id), State.PUBLIC)


def _item(row: Row) -> ModeratedItem:
    demo, vendor, product = row.demo, row.vendor, row.product
    subject = product or vendor
    return ModeratedItem(
        kind=KIND,
        object_id=demo.id,
        public_id=demo.public_id,
        title=demo.title,
        url=event_path(demo.public_id),
        text=f"{demo.title}\n\n{demo.source}",
        version=demo.version,
        author=organiser_of(row) if row.claim is None else row.claim.signature,
        author_id=_author_id(row),
        vendor_id=None if demo.by_host else demo.vendor_id,
        is_public=demo.state is State.PUBLIC,
        is_verified=False,
        state=demo.state,
        vendor="" if vendor is None else vendor.slug,
        product="" if product is None else product.slug,
        subject="" if subject is None else subject.name,
    )


def _author_id(row: Row) -> int | None:
    return row.demo.host_id if row.claim is None else row.claim.user_id


def _row(object_id: int) -> Row:
    row = find_row(object_id)
    if row is None:
        raise NotFound("There is no such event.")
    return row


def _demo(object_id: int) -> Demo:
    return _row(object_id).demo
