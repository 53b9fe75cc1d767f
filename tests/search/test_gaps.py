"""What several people look for in vain is told to the host; what one looks for is not kept."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.core import clock
from community.core.db import db, transaction
from search import gaps
from search.commands import search as commands
from search.models import SearchGap, SearchGapAsker
from search.query import parse
from tests.search.real import Site, make_site


@pytest.fixture
def site(app, cast) -> Site:
    return make_site(app, cast)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Gyrfalcon licence licence", "gyrfalcon licence"),
        ("licence for gyrfalcon", "gyrfalcon licence"),
        ("vendor:gyrfalcon kind:review", "gyrfalcon"),
        ("gyrfalcon 4711 q-1182", "gyrfalcon q"),
        ("jo@gyrfalcon.example owes us", ""),
        ("4711", ""),
        ("kind:review", ""),
    ],
)
def test_words_are_kept_in_one_form_without_numbers_and_addresses(typed, kept):
    assert gaps.words_of(parse(typed)) == kept


def test_the_host_hears_of_a_gap_once_three_people_fell_into_it(site):
    for who in ("ada", "ada", "ben"):
        site.page(who).get("/search?q=gyrfalcon")
    with site.app.app_context():
        (gap,) = db.session.scalars(sa.select(SearchGap))
        assert (gap.words, gap.askers) == ("", 2)
        assert gaps.list_gaps() == []
    site.page("ben").get("/host/searches", status=403)
    hana = site.page("hana")
    assert "Nothing is missing" in hana.get("/host/searches").words()

    site.page("").get("/search?q=Gyrfalcon!")
    assert "gyrfalcon 3" in hana.get("/host/searches").words()
    with site.app.app_context():
        listed = site.app.test_cli_runner().invoke(commands, ["gaps"])
    assert "3 people" in listed.output
    with site.app.app_context():
        keys = db.session.scalars(sa.select(SearchGapAsker.asker_key)).all()
        assert not any("ada" in key or str(site.cast.ada.id) == key for key in keys)

    later = clock.now() + gaps.KEPT + timedelta(days=1)
    with time_machine.travel(later), site.app.app_context(), transaction():
        gaps.forget_old()
        assert db.session.scalar(sa.select(sa.func.count(SearchGap.id))) == 0


def test_what_is_found_is_no_gap(site):
    site.page("ada").get("/search?q=kestrel")
    with site.app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(SearchGap.id))) == 0
