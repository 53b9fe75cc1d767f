"""No page tells anybody for which organisation somebody else speaks."""

import pytest

from tests.security.crawl import open_everything

_CANARIES = ("contoso", "cleo@")
_FOR_MODERATORS = "/moderation/organisations/"


@pytest.mark.any_database
@pytest.mark.parametrize("role", ["rep", "moderator", "host"])
def test_no_page_names_a_strangers_organisation(app, town, somebody, role):
    pages = open_everything(app, town, somebody)

    telling = {
        page.path
        for page in pages
        if any(canary in page.html.lower() for canary in _CANARIES)
    }

    assert len(pages) > 20
    assert {path for path in telling if not path.startswith(_FOR_MODERATORS)} == set()
    assert bool(telling) == (role == "moderator")
