import json

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from community.core.db import db
from community.core.errors import Forbidden
from tests.core.conftest import ERRORS


@pytest.mark.parametrize("code", ERRORS)
def test_each_refusal_is_a_page_with_its_sentence(visitor, code):
    page = visitor.get(f"/playground/error/{code}", status=int(code))
    assert ERRORS[code].message in page.words()
    assert page.h1
    assert "Retry-After" in page.response.headers if code == "429" else True


@pytest.mark.parametrize("code", [*ERRORS, "500"])
def test_programs_get_problem_json(visitor, code):
    answer = visitor.client.get(
        f"/playground/error/{code}", headers={"Accept": "application/json"}
    )
    assert answer.mimetype == "application/problem+json"
    problem = json.loads(answer.data)
    assert problem["status"] == answer.status_code == int(code)
    if code == "422":
        assert problem["fields"] == {"name": "Too short."}


def test_a_crash_tells_its_number_and_nothing_else(visitor):
    answer = visitor.client.get("/playground/error/500")
    body = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in body
    assert "secret@mail.example" not in body
    assert "Traceback" not in body


def test_an_unknown_address_is_a_404_page(visitor):
    assert "There is nothing here" in visitor.get("/no/such/page", status=404).words()


def test_the_wrong_method_names_the_right_ones(visitor):
    answer = visitor.client.get("/playground/button")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("x", {}, Exception("database is locked")), 503),
        (OperationalError("x", {}, Exception("database or disk is full")), 507),
        (IntegrityError("x", {}, Exception("UNIQUE constraint failed")), 409),
        (DataError("x", {}, Exception("cannot contain NUL")), 400),
        (PoolTimeoutError("QueuePool limit reached"), 503),
    ],
)
def test_troubles_of_the_database_have_their_status(playground, visitor, error, status):
    def fail():
        raise error

    original = playground.view_functions["playground.open_page"]
    fail.__access__ = original.__access__
    playground.view_functions["playground.open_page"] = fail
    assert visitor.client.get("/playground/open").status_code == status


def test_a_refusal_that_cannot_be_written_down_is_no_crash(
    playground, visitor, monkeypatch
):
    def busy(_reason):
        raise OperationalError("x", {}, Exception("database is locked"))

    def fail():
        raise Forbidden("You wrote it.", audited="wrote it")

    monkeypatch.setattr("community.core.errorpages.audit_conflict", busy)
    original = playground.view_functions["playground.open_page"]
    fail.__access__ = original.__access__
    playground.view_functions["playground.open_page"] = fail
    answer = visitor.client.get("/playground/open")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_an_error_page_that_fails_is_still_a_page(playground, visitor, monkeypatch):
    monkeypatch.setattr(
        "community.core.errorpages.render_template", lambda *_a, **_k: 1 / 0
    )
    answer = visitor.client.get("/no/such/page")
    assert answer.status_code == 404
    assert "Something went wrong" in answer.get_data(as_text=True)


def test_what_people_wrote_is_not_in_the_errors_of_the_database(playground):
    statement = sa.text("INSERT INTO nowhere VALUES (:email)")
    with playground.app_context():
        with pytest.raises(sa.exc.DBAPIError) as caught:
            db.session.execute(statement, {"email": "ada@secret.example"})
        db.session.rollback()
    assert "secret" not in str(caught.value)
