"""What the pages of one's own data answer: nothing of anybody else's."""

from tests.security.shapes import BEARER, FOREIGN, MISSING, OWN, PRIVATE, Route, page

MYDATA = {
    "mydata.overview": Route(get=page(), post=page(422)),
    "mydata.fetch": Route(
        fill={"public_id": "export"},
        get={OWN: 200, FOREIGN: 404, MISSING: 404},
        post={OWN: 422, FOREIGN: 404, MISSING: 404},
    ),
    "mydata.delete": Route(fill={"public_id": "export"}, post=PRIVATE),
    "mydata.leave": Route(get=page(), post=page(422)),
    "mydata.stay": Route(post=page(303)),
    "mydata.keep": Route(
        fill={"token": "keep"}, get=BEARER, post={**BEARER, OWN: 303, FOREIGN: 303}
    ),
}
