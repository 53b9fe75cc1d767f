"""What the routes of representatives answer: Rae speaks for Arbor, about which all asked."""

from tests.security.shapes import (
    FOREIGN,
    HIDDEN,
    MISSING,
    OWN,
    PUBLIC,
    SHELF,
    Route,
    page,
)

THREAD = {"public_id": "thread"}
OFFICIAL = {"public_id": "official"}
REASON = {"reason": "It names a person."}

REPS = {
    "reps.claim": Route(get=page(), post=page(422)),
    "reps.prove": Route(
        fill={"link": "vendor_link"},
        get={OWN: 200, FOREIGN: 404, MISSING: 404},
        post={OWN: 409, FOREIGN: 404, MISSING: 404},
    ),
    "reps.reply": Route(
        fill=THREAD,
        get={OWN: 200, FOREIGN: 200, HIDDEN: 404, MISSING: 404},
        post={OWN: 303, FOREIGN: 303, HIDDEN: 404, MISSING: 404},
        data={"body": "Every plan has had single sign-on since June."},
    ),
    "reps.show": Route(fill=OFFICIAL, get={PUBLIC: 302, MISSING: 404}),
    "reps.versions": Route(fill=OFFICIAL, get={PUBLIC: 200, MISSING: 404}),
    "reps.edit": Route(
        fill=OFFICIAL,
        get={PUBLIC: 200, MISSING: 404},
        post={PUBLIC: 422, MISSING: 404},
    ),
    "reps.remove": Route(fill=OFFICIAL, post={PUBLIC: 303, MISSING: 404}),
    "reps.restore": Route(fill=OFFICIAL, post={PUBLIC: 409, MISSING: 404}),
    "reps.alert": Route(
        get=page(), post=page(409), data={"body": "It holds no more: we changed that."}
    ),
    "rep_desk.show": Route(
        fill={"public_id": "claim"}, get={PUBLIC: 200, MISSING: 404}
    ),
    "rep_desk.decide": Route(
        fill={"public_id": "claim", "act": "decision"},
        post={PUBLIC: 303, MISSING: 404},
        data=REASON,
    ),
    "reps.statements.of_vendor": Route(fill={"vendor": "vendor"}, get=SHELF),
    "reps.statements.of_product": Route(
        fill={"vendor": "vendor", "slug": "product"}, get=SHELF
    ),
    "reps.statements.new": Route(get=page(), post=page(422)),
    "reps.statements.list_price": Route(get=page(), post=page(422)),
    "reps.disputes.index": Route(fill={"vendor": "vendor"}, get=SHELF),
    "reps.disputes.new": Route(get=page(), post=page(422)),
    "reps.disputes.decide": Route(
        fill={"public_id": "dispute"},
        get={PUBLIC: 200, MISSING: 404},
        post={PUBLIC: 303, MISSING: 404},
        data={"verdict": "rejected", **REASON},
    ),
}
