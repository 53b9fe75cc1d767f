"""What the routes of notifications answer: each reader's own, and what all may follow."""

from tests.security.shapes import (
    BEARER,
    FOREIGN,
    MISSING,
    OWN,
    PRIVATE,
    PUBLIC,
    READ,
    SHELF,
    Route,
    Status,
    page,
)


def sent(get: dict[str, Status]) -> dict[str, Status]:
    """Return what a POST answers where a GET shows the page: a way back to it."""
    return {case: _way_back(status) for case, status in get.items()}


def _way_back(status: Status) -> Status:
    if isinstance(status, int):
        return 303 if status == 200 else status
    return {role: 303 if one == 200 else one for role, one in status.items()}


_NO_REP: Status = {"rep": 403, "else": 200}

_OWN_SEARCH: dict[str, Status] = {OWN: 200, FOREIGN: 404, MISSING: 404}

NOTICES = {
    **{
        f"following.{kind}": Route(
            fill={"ref": name}, get=get, post=sent(get), data={"level": "all"}
        )
        for kind, name, get in (
            ("vendor", "vendor", SHELF),
            ("product", "product_id", SHELF),
            ("question", "thread", READ),
            ("tag", "tag", {PUBLIC: 200, MISSING: 404}),
            ("person", "handle", {OWN: _NO_REP, FOREIGN: _NO_REP, MISSING: 404}),
        )
    },
    "following.search": Route(
        fill={"ref": "search"},
        get=_OWN_SEARCH,
        post=sent(_OWN_SEARCH),
        data={"level": "all"},
    ),
    "following.follow_search": Route(post=page(303), data={"q": "renewal"}),
    "notifications.search": Route(get=page(422)),
    "following.save_vendor": Route(fill={"ref": "vendor"}, post=sent(SHELF)),
    "following.save_product": Route(fill={"ref": "product_id"}, post=sent(SHELF)),
    "following.save_question": Route(fill={"ref": "thread"}, post=sent(READ)),
    "following.change": Route(
        fill={"public_id": "follow"},
        post=PRIVATE,
        data={"level": "important", "frequency": "daily"},
    ),
    "inbox.read": Route(fill={"public_id": "entry"}, post=PRIVATE),
    "inbox.read_all": Route(post=page(303)),
    "mailing.wishes": Route(
        get=page(), post=page(303), data={"oneself": "daily", "followed": "never"}
    ),
    "mailing.mail_again": Route(post=page(303)),
    "mailing.test_mail": Route(
        post=page({"unproven": 409, "unproven moderator": 409, "else": 303})
    ),
    "mailing.feeds": Route(post=page(303)),
    "mailing.unsubscribe": Route(
        fill={"token": "unsubscribe"}, get=BEARER, post=BEARER
    ),
    "private_feeds.news": Route(fill={"token": "private_feed"}, get=BEARER),
    "private_feeds.saved": Route(fill={"token": "private_feed"}, get=BEARER),
}
