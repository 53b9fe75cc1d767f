"""No page tells anybody for which organisation somebody else speaks."""

import pytest

from tests.security.crawl import open_everything

_CANARIES = ("contoso", "cleo@")
_TOLD = {"moderator": "/moderation/organisations/", "host": "/host/leads/"}
"""Domains that moderators group; addresses of who asked the host to be contacted."""


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
    known = _TOLD.get(role, "nowhere")
    assert {path for path in telling if not path.startswith(known)} == set()
    assert bool(telling) == (role in _TOLD)
