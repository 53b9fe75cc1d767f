"""Two at a time verify one mailbox, meet in one organisation, or group crosswise."""

import sqlalchemy as sa

from community.accounts.models import Organisation, User
from community.core.db import db
from tests.accounts.organisations import found, organisation
from tests.accounts.test_at_once import _at_once

PATH = "/moderation/organisations/"


def _browser(page, path, values, having):
    """Return what sends the form at `path`, opened by now, and returns the status."""
    data = {**page.get(path).form(having=having)["fields"], **values}
    action = page.last.form(having=having)["action"] or path
    return lambda: page.client.post(action, data=data).status_code


def _links(cast, post, handles, email):
    """Let each of `handles` ask for a link to `email`; return one for each."""
    links = {}
    for handle in handles:
        page = cast.page(handle)
        shown = page.get("/account/work-email")
        page.send(shown, {"email": email.format(handle)}, having="email", status=303)
        links[handle] = post.link(email.format(handle))
    return links


def _confirm_at_once(cast, links):
    return _at_once(
        [
            _browser(cast.page(handle), link, {}, "submission_key")
            for handle, link in links.items()
        ]
    )


def test_a_mailbox_that_is_verified_at_once_serves_one_account(app, cast, post):
    links = _links(cast, post, ("mo", "mia", "hana"), "one@fabrikam.example")

    statuses = _confirm_at_once(cast, links)

    assert sorted(statuses) == [303, 409, 409]
    with app.app_context():
        wanted = organisation("fabrikam.example").id
        mine = sa.select(sa.func.count()).where(User.organisation_id == wanted)
        assert db.session.scalar(mine) == 1


def test_colleagues_who_come_at_once_are_one_organisation(app, cast, post):
    links = _links(cast, post, ("mo", "mia", "hana"), "{}@fabrikam.example")

    statuses = _confirm_at_once(cast, links)

    # Who loses the race to make the organisation is asked to press the button again.
    assert set(statuses) <= {303, 409}
    assert 303 in statuses
    for handle, status in zip(links, statuses, strict=True):
        if status == 409:
            again = _browser(cast.page(handle), links[handle], {}, "submission_key")
            assert again() == 303
    with app.app_context():
        of_all = sa.select(User.organisation_id).where(User.handle.in_(links))
        assert len(set(db.session.scalars(of_all))) == 1


def test_two_that_are_grouped_into_each_other_at_once_make_no_circle(app, cast):
    with app.app_context():
        found("hana", "alfa.example", "bravo.example")
        alfa = organisation("alfa.example").public_id
        bravo = organisation("bravo.example").public_id

    statuses = _at_once(
        [
            _browser(
                cast.page(who),
                f"{PATH}{public_id}",
                {"into": into, "reason": "Same imprint."},
                "into",
            )
            for who, public_id, into in (
                ("mo", alfa, "bravo.example"),
                ("mia", bravo, "alfa.example"),
            )
        ]
    )

    assert statuses.count(303) == 1
    assert set(statuses) <= {303, 409, 422}
    with app.app_context():
        grouped = sa.select(sa.func.count()).where(
            Organisation.grouped_into_id.is_not(None)
        )
        assert db.session.scalar(grouped) == 1
