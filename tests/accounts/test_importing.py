import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from community.accounts.models import AccountState, User
from community.accounts.rules import people
from community.accounts.rules.importing import ImportedAuthor, import_authors
from community.core.actors import SYSTEM
from community.core.db import db, transaction
from tests.accounts.conftest import GOOD_PASSWORD
from tests.effort import little_work
from tests.queries import count_queries

pytestmark = pytest.mark.usefixtures("context", "cast")


def _user(handle):
    db.session.rollback()
    return db.session.scalar(sa.select(User).where(User.handle == handle))


def _import(*authors, source="onstartups"):
    with transaction():
        return import_authors(source, authors)


def test_imported_author_is_credited_and_cannot_log_in():
    ids = _import(ImportedAuthor("7", " Jason\x00 Fried ", "https://se.example/7"))
    user = _user("jason-fried.onstartups")
    assert ids == {"7": user.id}
    assert user.state is AccountState.IMPORTED
    assert (user.email, user.password_hash) == (None, None)
    assert user.attribution_name == "Jason Fried"
    assert user.attribution_url == "https://se.example/7"
    assert user.display_name == "Jason Fried"
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(
            sa.update(User).where(User.id == user.id).values(password_hash="x")
        )


def test_same_author_is_found_again_and_namesakes_get_numbers():
    first = _import(ImportedAuthor("1", "Jason"), ImportedAuthor("2", "jason"))
    again = _import(ImportedAuthor("2", "Jason"), ImportedAuthor("3", "Jason"))
    other = _import(ImportedAuthor("1", "Jason"), source="elsewhere")
    assert again["2"] == first["2"]
    assert len({*first.values(), *again.values(), *other.values()}) == 4
    handles = set(
        db.session.scalars(sa.select(User.handle).where(User.handle.contains(".")))
    )
    assert handles == {
        "jason.onstartups",
        "jason-2.onstartups",
        "jason-3.onstartups",
        "jason.elsewhere",
    }


def test_thousands_of_one_name_are_named_quickly():
    with little_work():
        ids = _import(*(ImportedAuthor(str(n), "Guest") for n in range(1_500)))
    assert _user("guest-1500.onstartups").id == ids["1499"]


def test_imported_name_takes_no_handle_from_a_member():
    _import(ImportedAuthor("1", "Grey Heron"))
    with transaction():
        people.add_account(
            SYSTEM,
            handle="grey-heron",
            email="new@acme.example",
            password=GOOD_PASSWORD,
        )
    assert _user("grey-heron").state is AccountState.ACTIVE


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://se.example/7", "https://se.example/7"),
        ("http://se.example/7", "http://se.example/7"),
        ("javascript:alert(1)", None),
        ("/etc/passwd", None),
        ("https://se.example/" + "x" * 500, None),
        (None, None),
        ("", None),
    ],
)
def test_attribution_links_lead_to_the_web_or_nowhere(url, kept):
    _import(ImportedAuthor("7", "Jason", url))
    assert _user("jason.onstartups").attribution_url == kept


@pytest.mark.parametrize("name", ["", "\x00", "x" * 5000, "王小明", "\ud800"])
def test_any_name_can_be_imported(name):
    assert set(_import(ImportedAuthor("7", name))) == {"7"}


def test_many_authors_cost_a_few_queries():
    authors = [ImportedAuthor(str(n), f"Author {n}") for n in range(1200)]
    with count_queries() as seen:
        ids = _import(*authors)
    assert len(ids) == 1200
    assert len(seen) < 60
    with count_queries() as seen:
        assert _import(*authors) == ids
    assert len(seen) <= 6
