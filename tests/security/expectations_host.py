"""What the host's desk answers to the host, and contact with the host to members."""

from tests.security.shapes import FOREIGN, HIDDEN, MISSING, OWN, PUBLIC, Route, page

_JOB = {"job_id": "job_id"}
_WEBHOOK = {"public_id": "webhook"}
_OFFER = {"public_id": "offer"}
_LINK = {"token": "guide_link"}
_DONE = {PUBLIC: 303, MISSING: 404}

HOST = {
    "dashboard.retry": Route(fill=_JOB, post=_DONE),
    "dashboard.drop": Route(fill=_JOB, post=_DONE),
    "dashboard.leads.index": Route(get=page(), post=page(422)),
    "dashboard.leads.forget": Route(post=page(422)),
    "dashboard.offers.new": Route(
        fill={"kind": "offer_kind"},
        get={PUBLIC: 200, MISSING: 404},
        post={PUBLIC: 422, MISSING: 404},
    ),
    "dashboard.offers.show": Route(
        fill=_OFFER, get={PUBLIC: 200, MISSING: 404}, post={PUBLIC: 422, MISSING: 404}
    ),
    "dashboard.offers.publish": Route(fill=_OFFER, post=_DONE),
    "dashboard.offers.retire": Route(fill=_OFFER, post=_DONE),
    "dashboard.members.index": Route(get=page(), post=page(422)),
    "dashboard.members.show": Route(
        fill={"public_id": "member_run"},
        get={PUBLIC: 200, MISSING: 404},
        post={PUBLIC: 422, MISSING: 404},
    ),
    "dashboard.members.outcomes": Route(
        fill={"public_id": "member_run"}, get={PUBLIC: 200, MISSING: 404}
    ),
    "dashboard.archives.index": Route(get=page(), post=page(422)),
    "dashboard.archives.show": Route(
        fill={"public_id": "archive_run"},
        get={PUBLIC: 200, MISSING: 404},
        post={PUBLIC: 303, MISSING: 404},
    ),
    "dashboard.archives.discard": Route(fill={"public_id": "archive_run"}, post=_DONE),
    "dashboard.archives.problems": Route(
        fill={"public_id": "archive_run"}, get={PUBLIC: 200, MISSING: 404}
    ),
    "guides.show": Route(
        fill=_OFFER, get={PUBLIC: 200, MISSING: 404}, post={PUBLIC: 422, MISSING: 404}
    ),
    "guides.link": Route(fill=_LINK, get={PUBLIC: 200, MISSING: 404}),
    "guides.confirm": Route(fill=_LINK, post=_DONE),
    "guides.withdraw": Route(fill=_LINK, get=_DONE, post=_DONE),
    "guides.read": Route(fill=_LINK, get={PUBLIC: 200, MISSING: 404}),
    "guides.file": Route(fill={"token": "file_link"}, get={PUBLIC: 200, MISSING: 404}),
    "guides.table": Route(
        fill={"token": "report_link"}, get={PUBLIC: 200, MISSING: 404}
    ),
    "dashboard.export.index": Route(get=page(), post=page(422)),
    "dashboard.export.file": Route(fill={"name": "export"}, get={MISSING: 404}),
    "dashboard.webhooks.index": Route(get=page(), post=page(422)),
    "dashboard.webhooks.show": Route(
        fill=_WEBHOOK,
        get={PUBLIC: 200, MISSING: 404},
        post={PUBLIC: 422, MISSING: 404},
    ),
    "dashboard.webhooks.secret": Route(fill=_WEBHOOK, post={PUBLIC: 200, MISSING: 404}),
    "dashboard.webhooks.rotate": Route(fill=_WEBHOOK, post=_DONE),
    "dashboard.webhooks.switch": Route(fill=_WEBHOOK, post=_DONE),
    "dashboard.webhooks.test": Route(fill=_WEBHOOK, post=_DONE),
    "dashboard.webhooks.delete": Route(fill=_WEBHOOK, post=_DONE),
    "dashboard.webhooks.again": Route(
        fill={**_WEBHOOK, "delivery_id": "delivery"}, post=_DONE
    ),
    "dashboard.site.colours": Route(post=page(422)),
    "dashboard.site.logo": Route(post=page(422)),
    "dashboard.site.drop_logo": Route(post=page(303)),
    "dashboard.site.announcement": Route(post=page(422)),
    "dashboard.site.stop": Route(post=page(303)),
    "brand.read": Route(data={"said": "abc"}, post=page(303)),
    "brand.sheet": Route(fill={"name": "brand_sheet"}, get={PUBLIC: 200, MISSING: 404}),
    "brand.picture": Route(
        fill={"name": "brand_logo"},
        get={PUBLIC: 200, MISSING: 404},
    ),
    "embed.card": Route(
        fill={"vendor": "vendor", "slug": "product"},
        get={PUBLIC: 200, HIDDEN: 404, MISSING: 404},
    ),
    "contact.agree": Route(
        fill={"name": "purpose"},
        get={PUBLIC: 200, MISSING: 404},
        post={PUBLIC: 422, MISSING: 404},
    ),
    "contact.withdraw": Route(
        fill={"public_id": "lead"}, post={OWN: 303, FOREIGN: 404, MISSING: 404}
    ),
}
