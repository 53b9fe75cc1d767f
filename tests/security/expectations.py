"""What each route answers, to whom, and about whose object.

The policy of a route decides first: a visitor is led to the log-in, others get 403. What
stands here is for those whom the policy admits. A page without an object answers 200;
everything else needs a line, or the matrix fails and names the route.
"""

from tests.security.expectations_events import EVENTS
from tests.security.expectations_host import HOST
from tests.security.expectations_moderation import MODERATION
from tests.security.expectations_mydata import MYDATA
from tests.security.expectations_notices import NOTICES
from tests.security.expectations_reps import REPS
from tests.security.expectations_requests import REQUESTS
from tests.security.expectations_rooms import ROOMS
from tests.security.shapes import (
    AUTHOR,
    BEARER,
    DECISION,
    DESK,
    FOREIGN,
    HIDDEN,
    JUDGED,
    LEADS_THERE,
    MISSING,
    MOVED,
    OWN,
    PRIVATE,
    PUBLIC,
    READ,
    RUN,
    SHELF,
    Route,
)
from tests.security.shapes import page as _page
from tests.security.shapes import proven_only as _proven_only

_POST = {"public_id": "answer"}
_STANDS_IN = {
    OWN: 303,
    FOREIGN: {"moderator": 303, "else": 403},
    HIDDEN: {"moderator": 409, "else": 404},
    MISSING: 404,
}
_THREAD = {"public_id": "thread"}
_VENDOR = {"vendor": "vendor"}
_PRODUCT = {"vendor": "vendor", "product": "product"}
_SHOWN_PRODUCT = {"vendor": "vendor", "slug": "product"}
_DEAL = {"public_id": "deal"}
_EVIDENCE = {"public_id": "evidence"}
_EVIDENCE_OF_DEAL = {"public_id": "deal", "evidence_id": "evidence"}
_HOLD = {"public_id": "hold"}
_ODD = {OWN: 403, FOREIGN: 200, MISSING: 404}
_SUGGESTION = {"public_id": "suggestion"}
_RUN = {"public_id": "run"}
_ORGANISATION = {"public_id": "organisation"}
_REVIEW = {"public_id": "review"}
_REASON = {"reason": "It names a person."}

ROUTES = {
    **EVENTS,
    **HOST,
    **MODERATION,
    **MYDATA,
    **NOTICES,
    **REPS,
    **REQUESTS,
    **ROOMS,
    # for robots and feed readers
    "sitemap.page": Route(
        fill={"kind": "map", "number": "map_number"}, get={PUBLIC: 200, MISSING: 404}
    ),
    "notifications.tag": Route(fill={"name": "tag"}, get={PUBLIC: 200, MISSING: 404}),
    "notifications.vendor": Route(fill={"vendor": "vendor"}, get=SHELF),
    "notifications.product": Route(
        fill={"vendor": "vendor", "slug": "product"}, get=SHELF
    ),
    # accounts
    "accounts.register": Route(get=_page(), post=_page(422)),
    "accounts.registered": Route(get=_page(), post=_page(422)),
    "accounts.login": Route(get=_page({"visitor": 200, "else": 303}), post=_page(422)),
    "accounts.logout": Route(post=_page(303)),
    "accounts.forgot": Route(get=_page(), post=_page(422)),
    "accounts.reset": Route(
        fill={"token": "reset"},
        get=BEARER,
        post={**BEARER, OWN: 422, FOREIGN: 422},
    ),
    "accounts.prove": Route(
        fill={"token": "prove"},
        get=BEARER,
        post={**BEARER, OWN: 303, FOREIGN: 303},
    ),
    "accounts.send_proof": Route(
        post=_page({"unproven": 303, "unproven moderator": 303, "else": 409})
    ),
    "accounts.profile": Route(get=_page(), post=_page(303)),
    "accounts.time_zone": Route(post=_page(422)),
    "accounts.password": Route(get=_page(), post=_page(422)),
    "accounts.email": Route(get=_page(), post=_page(422)),
    "accounts.end_other_devices": Route(post=_page(303)),
    "accounts.end_device": Route(fill={"public_id": "device"}, post=PRIVATE),
    "accounts.person": Route(
        fill={"handle": "handle"}, get={OWN: 200, FOREIGN: 200, MISSING: 404}
    ),
    "accounts.work_email.show": Route(get=_page(), post=_page(422)),
    "accounts.work_email.confirm": Route(
        fill={"token": "work"},
        get={OWN: 200, FOREIGN: 404, MISSING: 404},
        post=PRIVATE,
    ),
    "accounts.work_email.remove": Route(
        post=_page({"unproven": 303, "member": 303, "else": 409})
    ),
    "api.tokens": Route(get=_page(), post=_page(422)),
    "api.revoke": Route(fill={"public_id": "token"}, post=PRIVATE),
    "accounts.factors.begin": Route(
        post=_page({"member": 303, "unproven": 303, "else": 409})
    ),
    "accounts.factors.picture": Route(get=_page(404)),
    "accounts.factors.confirm": Route(post=_page(422)),
    "accounts.factors.renew": Route(get=_page(), post=_page(422)),
    "accounts.factors.off": Route(get=_page(), post=_page(422)),
    "accounts.factors.ask": Route(get=_page(303), post=_page(303)),
    "accounts.organisations.show": Route(
        fill=_ORGANISATION, get={PUBLIC: 200, MISSING: 404}
    ),
    "accounts.organisations.group": Route(
        fill=_ORGANISATION,
        post={PUBLIC: 303, MISSING: 404},
        data={"into": "contoso.example", **_REASON},
    ),
    "accounts.organisations.apart": Route(
        fill={"public_id": "grouped"}, post={PUBLIC: 303, MISSING: 404}, data=_REASON
    ),
    # catalogue
    "catalog.vendor": Route(fill={"vendor_slug": "vendor"}, get=SHELF),
    "catalog.category": Route(
        fill={"slug": "category"}, get={PUBLIC: 200, MISSING: 404}
    ),
    "catalog.manage.vendor": Route(fill=_VENDOR, get=SHELF),
    "catalog.manage.rename_vendor": Route(
        fill=_VENDOR, post=DECISION, data={"name": "Arbor Renamed"}
    ),
    "catalog.manage.add_vendor_alias": Route(
        fill=_VENDOR, post=DECISION, data={"alias": "Arbor Other"}
    ),
    "catalog.manage.remove_vendor_alias": Route(
        fill={**_VENDOR, "alias_id": "alias_id"}, post={PUBLIC: 409, MISSING: 404}
    ),
    "catalog.manage.merge_vendor": Route(
        fill=_VENDOR, get=SHELF, post={PUBLIC: 422, HIDDEN: 422, MISSING: 404}
    ),
    "catalog.manage.product": Route(fill=_PRODUCT, get=SHELF),
    "catalog.manage.rename_product": Route(
        fill=_PRODUCT, post=DECISION, data={"name": "Desk Renamed"}
    ),
    "catalog.manage.add_product_alias": Route(
        fill=_PRODUCT, post=DECISION, data={"alias": "Desk Other"}
    ),
    "catalog.manage.set_facts": Route(
        fill=_PRODUCT, post={PUBLIC: 422, HIDDEN: 422, MISSING: 404}
    ),
    "catalog.manage.merge_product": Route(
        fill=_PRODUCT, get=SHELF, post={PUBLIC: 422, HIDDEN: 422, MISSING: 404}
    ),
    "catalog.suggestions.show": Route(
        fill=_SUGGESTION, get={OWN: 200, FOREIGN: 200, MISSING: 404}
    ),
    "catalog.suggestions.accept": Route(
        fill=_SUGGESTION,
        post=DESK,
        data={"vendor": "Missing Vendor", "pricing_model": "seat", "category": ""},
    ),
    "catalog.suggestions.decline": Route(fill=_SUGGESTION, post=DESK, data=_REASON),
    "catalog.suggestions.new": Route(
        get=_page(_proven_only(200)), post=_page(_proven_only(422))
    ),
    "catalog.suggestions.keep": Route(post=_page(303)),
    # prices
    "prices.product": Route(fill=_SHOWN_PRODUCT, get=SHELF),
    "theme.choose": Route(post=_page(422)),
    "prices.wanted": Route(get=_page()),
    "prices.quote": Route(fill=_SHOWN_PRODUCT, post=SHELF),
    "prices.list_prices": Route(fill=_SHOWN_PRODUCT, get=SHELF),
    "prices.picture": Route(fill=_SHOWN_PRODUCT, get=SHELF),
    "prices.questions": Route(fill=_SHOWN_PRODUCT, get=SHELF),
    "prices.reviews": Route(fill=_SHOWN_PRODUCT, get=SHELF),
    "choices.breakdowns": Route(
        fill=_SHOWN_PRODUCT,
        get=SHELF,
        post=DECISION,
        data={"first": "region", "second": "", **_REASON},
    ),
    # the host's desk
    "dashboard.imports.index": Route(get=_page(), post=_page(422)),
    "dashboard.imports.show": Route(fill=_RUN, get=RUN),
    "dashboard.imports.mapping": Route(fill=_RUN, get=RUN, post={**RUN, PUBLIC: 422}),
    "dashboard.imports.mapping_text": Route(
        fill=_RUN, get=RUN, post={**RUN, PUBLIC: 422}
    ),
    "dashboard.imports.check": Route(fill=_RUN, post={**RUN, PUBLIC: 409}),
    "dashboard.imports.start": Route(fill=_RUN, post={**RUN, PUBLIC: 409}),
    "dashboard.imports.undo": Route(fill=_RUN, post={**RUN, PUBLIC: 409}),
    "dashboard.imports.errors": Route(fill=_RUN, get={**RUN, PUBLIC: 404}),
    "dashboard.imports.forget": Route(
        fill={"name": "mapping"}, post={PUBLIC: 303, MISSING: 404}
    ),
    "records.show": Route(fill=_SHOWN_PRODUCT, get=SHELF),
    # deals: nobody but the author ever learns that there is one
    "deals.begin": Route(post=_page()),
    "deals.new": Route(get=_page(), post=_page(422)),
    "deals.show": Route(fill=_DEAL, get={**PRIVATE, OWN: 200}),
    "deals.edit": Route(
        fill=_DEAL, get={**PRIVATE, OWN: 200}, post={**PRIVATE, OWN: 422}
    ),
    "deals.withdraw": Route(fill=_DEAL, post=PRIVATE),
    "deals.restore": Route(fill={"public_id": "withdrawn"}, post=PRIVATE),
    "deals.erase": Route(fill={"public_id": "withdrawn"}, post=PRIVATE),
    "evidence.add": Route(
        fill=_DEAL, get={**PRIVATE, OWN: 200}, post={**PRIVATE, OWN: 422}
    ),
    "evidence.delete": Route(fill=_EVIDENCE_OF_DEAL, post=PRIVATE),
    "evidence_desk.show": Route(fill=_EVIDENCE, get=JUDGED),
    "evidence_desk.read": Route(
        fill=_EVIDENCE, post={**JUDGED, FOREIGN: 200}, data=_REASON
    ),
    "evidence_desk.decide": Route(
        fill=_EVIDENCE, post={**JUDGED, FOREIGN: 303}, data={"verdict": "accept"}
    ),
    # raw deals: a moderator at a time, with a reason, and never an own one
    "deal_desk.read": Route(fill=_DEAL, get=_ODD, post=_ODD, data=_REASON),
    "deal_desk.author": Route(fill=_DEAL, get=_ODD, post=_ODD, data=_REASON),
    "deal_desk.accept": Route(
        fill=_HOLD, get=_ODD, post={**_ODD, FOREIGN: 303}, data=_REASON
    ),
    "deal_desk.reject": Route(
        fill=_HOLD,
        get=_ODD,
        post={**_ODD, FOREIGN: 303},
        data={"ground": "not-paid", **_REASON},
    ),
    "note_desk.decide": Route(
        fill={"public_id": "note"},
        get=_ODD,
        post={**_ODD, FOREIGN: 303},
        data={"verdict": "reject", "ground": "tells-who", **_REASON},
    ),
    "deal_appeals.against": Route(
        fill={"public_id": "contested", "rejected_id": "appealed"},
        get={**PRIVATE, OWN: 200},
        post={**PRIVATE, OWN: 422},
    ),
    "deal_appeals.judge": Route(
        fill={"public_id": "appealed"},
        get=_ODD,
        post={**_ODD, FOREIGN: 303},
        data={"verdict": "grant", **_REASON},
    ),
    # questions
    "threads.ask": Route(get=_page(), post=_page(422)),
    "threads.tagged": Route(fill={"name": "tag"}, get={PUBLIC: 200, MISSING: 404}),
    "threads.find": Route(fill=_THREAD, get=MOVED),
    "threads.show": Route(fill={**_THREAD, "slug": "slug"}, get=READ),
    "threads.answer": Route(
        fill=_THREAD,
        post={OWN: 303, FOREIGN: 303, HIDDEN: {"moderator": 409, "else": 404}}
        | {MISSING: 404},
        data={"body": "We got four percent off after asking twice."},
    ),
    "threads.invite": Route(fill=_THREAD, post=AUTHOR),
    "threads.first_new": Route(fill=_THREAD, get=LEADS_THERE),
    "threads.duplicates": Route(fill=_THREAD, get=READ),
    "threads.close": Route(
        fill=_THREAD,
        get={
            OWN: 200,
            FOREIGN: {"moderator": 200, "else": 403},
            HIDDEN: {"moderator": 409, "else": 404},
            MISSING: 404,
        },
        post={
            OWN: 422,
            FOREIGN: {"moderator": 422, "else": 403},
            HIDDEN: {"moderator": 409, "else": 404},
            MISSING: 404,
        },
    ),
    "threads.reopen": Route(
        fill=_THREAD,
        post={
            OWN: 303,
            FOREIGN: {"moderator": 303, "else": 403},
            HIDDEN: {"moderator": 409, "else": 404},
            MISSING: 404,
        },
    ),
    "threads.post": Route(fill=_POST, get=LEADS_THERE),
    "threads.versions": Route(fill=_POST, get=READ),
    "threads.edit": Route(
        fill=_POST, get={**AUTHOR, OWN: 200}, post={**AUTHOR, OWN: 422}
    ),
    "threads.own": Route(get=_page()),
    "threads.card": Route(
        fill=_POST, get={**AUTHOR, OWN: 200}, post={**AUTHOR, OWN: 422}
    ),
    "threads.remove_card": Route(fill=_POST, post=AUTHOR),
    "threads.compare": Route(
        fill=_POST,
        get={
            OWN: 403,
            FOREIGN: 200,
            HIDDEN: {"moderator": 409, "else": 404},
            MISSING: 404,
        },
        post={
            OWN: 403,
            FOREIGN: 303,
            HIDDEN: {"moderator": 409, "else": 404},
            MISSING: 404,
        },
        data={"says": "similar"},
    ),
    "threads.withdraw_comparison": Route(
        fill=_POST,
        post={OWN: 303, FOREIGN: 303, HIDDEN: {"moderator": 303, "else": 404}}
        | {MISSING: 404},
    ),
    "threads.delete_saved": Route(fill={"public_id": "draft"}, post=PRIVATE),
    "threads.delete_kept": Route(fill={"public_id": "begun"}, post=PRIVATE),
    "threads.hide_name": Route(fill=_POST, get={**AUTHOR, OWN: 200}, post=AUTHOR),
    "threads.author": Route(
        fill={"public_id": "whisper"},
        get=_ODD,
        post={**_ODD, FOREIGN: 200},
        data=_REASON,
    ),
    "threads.redact": Route(
        fill={"public_id": "whisper", "version": "first"},
        get={OWN: 200, FOREIGN: 403, MISSING: 404},
        post={OWN: 303, FOREIGN: 403, MISSING: 404},
    ),
    "threads.remove": Route(fill=_POST, post=AUTHOR),
    "threads.restore": Route(fill=_POST, post=AUTHOR),
    "threads.vote": Route(
        fill=_POST,
        post={OWN: 403, FOREIGN: 303, HIDDEN: {"moderator": 409, "else": 404}}
        | {MISSING: 404},
    ),
    "threads.unvote": Route(
        fill=_POST,
        post={OWN: 303, FOREIGN: 303, HIDDEN: {"moderator": 303, "else": 404}}
        | {MISSING: 404},
    ),
    # Nobody has chosen for weeks: a moderator may.
    "threads.choose": Route(fill=_POST, post=_STANDS_IN),
    "threads.unchoose": Route(fill=_POST, post=_STANDS_IN),
    # reviews
    "reviews.new": Route(get=_page(), post=_page(422)),
    "reviews.show": Route(fill=_REVIEW, get=READ),
    "reviews.versions": Route(fill=_REVIEW, get=READ),
    "reviews.edit": Route(
        fill=_REVIEW, get={**AUTHOR, OWN: 200}, post={**AUTHOR, OWN: 422}
    ),
    "reviews.remove": Route(fill=_REVIEW, post=AUTHOR),
    "reviews.restore": Route(fill=_REVIEW, post=AUTHOR),
    "reviews.helpful": Route(
        fill=_REVIEW,
        post={OWN: 403, FOREIGN: 303, HIDDEN: {"moderator": 409, "else": 404}}
        | {MISSING: 404},
    ),
    "reviews.unhelpful": Route(
        fill=_REVIEW,
        post={OWN: 303, FOREIGN: 303, HIDDEN: {"moderator": 303, "else": 404}}
        | {MISSING: 404},
    ),
    "reviews.response": Route(
        fill=_REVIEW,
        get={OWN: 200, FOREIGN: 200, HIDDEN: 404, MISSING: 404},
        post={OWN: 422, FOREIGN: 422, HIDDEN: 404, MISSING: 404},
    ),
    "reviews.response_versions": Route(
        fill=_REVIEW, get=dict.fromkeys((OWN, FOREIGN, HIDDEN, MISSING), 404)
    ),
}

MISSING_VALUES = {
    "step": "claim",
    "alias_id": "999999",
    "job_id": "999999",
    "act": "refuse",
    "answer": "accept",
    "turn": "hide",
    "handle": "nobody-here",
    "token": "no-such-token",
}
