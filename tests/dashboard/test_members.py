"""The host moves members here: checked row by row first, then taken in, each once."""

import csv
import io
import json
import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa
import time_machine
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from community.accounts.models import AccountState, User
from community.accounts.rules.moving import Judged, Outcome, take_in
from community.cli.import_members import members
from community.core import clock
from community.core.db import db, transaction
from community.core.mail import Mail
from community.core.worker import run_due
from community.dashboard.members import running, stepping
from community.dashboard.members.models import MemberInvitation, MemberRun
from community.threads.archive import parse_line
from community.threads.importing import ONSTARTUPS, import_threads
from tests.page import Page

INDEX = "/host/members/"
GOOD = """email,handle,author,joined
grace@hopper.example,grace,,2015-01-01
linus@kernel.example,,Linus Old,2016-01-01
"""
BAD = """email,handle
no address,one
ada@northwind.example,two
new@hopper.example,ada
new@hopper.example,
three@hopper.example,x
four@hopper.example,samehandle
five@hopper.example,samehandle
too,many,cells
"""


@pytest.fixture
def hana(cast):
    return cast.page("hana")


@pytest.fixture
def archived(app, cast) -> None:
    """Import a thread that Linus Old wrote elsewhere."""
    line = {
        "id": "7",
        "title": "How do we price seats?",
        "body": "We are ten people and do not know.",
        "author": "Linus Old",
        "date": "2012-05-01",
        "answers": [],
    }
    with app.app_context(), transaction():
        import_threads(ONSTARTUPS, [parse_line(1, json.dumps(line).encode())])


def upload(browser, text: str, status: int = 303) -> Page:
    form = browser.get(INDEX).form(having="archive")
    typed = {**form["fields"], "csrf_token": browser.token()}
    typed["file"] = FileStorage(io.BytesIO(text.encode()), filename="people.csv")
    boundary, body = encode_multipart(typed)
    kind = f'multipart/form-data; boundary="{boundary}"'
    answer = Page(browser.client.post(INDEX, data=body, content_type=kind))
    return browser._check(answer, INDEX, status)


def checked(app, browser, text: str) -> str:
    """Upload a file and let it be checked; return the address of its run."""
    path = upload(browser, text).location
    run_due(app)
    return path


def imported(app, browser, text: str, **more) -> str:
    path = checked(app, browser, text)
    typed = {"basis": "consent", **more}
    browser.send(browser.get(path), typed, having="basis", status=303)
    run_due(app)
    return path


def outcomes(browser, path: str) -> list[tuple[str, str]]:
    text = browser.client.get(f"{path}/outcomes.csv").get_data(as_text=True)
    return [(row["line"], row["outcome"]) for row in csv.DictReader(io.StringIO(text))]


def people(app) -> dict[str, User]:
    with app.app_context():
        found = db.session.scalars(sa.select(User).where(User.email.is_not(None)))
        return {str(user.email): user for user in found}


def letters(app) -> list[str]:
    """Return the texts of the mails that left, the oldest first."""
    with app.app_context():
        names = db.session.scalars(sa.select(Mail.message_id).order_by(Mail.id)).all()
    folder = app.extensions["fairquote.settings"].data_dir / "mail"
    files = [folder / f"{one.strip('<>').partition('@')[0]}.eml" for one in names]
    return [
        message_from_bytes(one.read_bytes(), policy=policy.default).get_content()
        for one in files
    ]


def test_a_check_tells_of_each_row_and_adds_nobody(app, cast, hana, archived):
    before = set(people(app))
    path = checked(app, hana, GOOD)
    assert outcomes(hana, path) == [("2", "new"), ("3", "claims")]
    shown = hana.get(path).words()
    assert "What would happen" in shown
    assert "New, with what they wrote" in shown
    assert set(people(app)) == before
    assert "hopper" not in hana.get(path).html


def test_members_come_without_password_and_proof_and_prove_it_themselves(
    app, cast, hana, archived, page
):
    path = imported(app, hana, GOOD, invites="y")
    assert outcomes(hana, path) == [("2", "new"), ("3", "claims")]
    found = people(app)
    grace = found["grace@hopper.example"]
    assert (grace.handle, grace.password_hash, grace.is_proven) == (
        "grace",
        None,
        False,
    )
    assert clock.now() - grace.created_at < timedelta(hours=1)

    sent = letters(app)
    assert len(sent) == 2
    assert "because you agreed to be moved here" in sent[0]
    assert "with the handle grace" in sent[0] + sent[1]
    with app.app_context():
        assert db.session.scalars(sa.select(MemberInvitation)).all() == []
    page.send(page.get("/forgot"), {"email": "grace@hopper.example"}, having="email")
    run_due(app)
    token = re.search(r"/reset/[\w-]+", letters(app)[-1])[0]
    reset = page.get(token)
    page.send(reset, {"password": "seventeen-otters-swim"}, having="password")
    grace = people(app)["grace@hopper.example"]
    assert grace.is_proven
    assert grace.password_hash


def test_what_an_archive_credits_to_a_member_becomes_theirs(
    app, cast, hana, archived, page
):
    imported(app, hana, GOOD)
    linus = people(app)["linus@kernel.example"]
    assert linus.state is AccountState.ACTIVE
    assert linus.display_name == "Linus Old"
    assert "Linus Old" in page.get("/questions/").html
    again = checked(app, hana, "email,author\nother@kernel.example,Linus Old\n")
    assert outcomes(hana, again) == [("2", "refused")]


def test_rows_that_cannot_be_taken_are_told_by_line_and_change_nobody(app, cast, hana):
    before = people(app)["ada@northwind.example"]
    path = checked(app, hana, BAD)
    told = outcomes(hana, path)
    assert told == [
        *(("2", "refused"), ("3", "exists"), ("4", "refused"), ("5", "refused")),
        *(("6", "refused"), ("7", "new"), ("8", "refused"), ("9", "refused")),
    ]
    shown = hana.get(path).words()
    assert "The same handle as line 7." in shown
    assert "The same address as line 4." in shown
    typed = {"basis": "contract"}
    hana.send(hana.get(path), typed, having="basis", status=303)
    run_due(app)
    assert outcomes(hana, path) == told
    after = people(app)
    assert after["ada@northwind.example"].handle == before.handle
    assert after["four@hopper.example"].handle == "samehandle"
    assert letters(app) == []  # nobody is invited whom the host did not tick


def test_an_author_named_twice_or_at_length_is_told_of(app, cast, hana, archived):
    author = "x" * 300
    path = checked(
        app,
        hana,
        f"email,author\na@kernel.example,{author}\nb@kernel.example,{author}\n",
    )
    assert [one for _, one in outcomes(hana, path)] == ["new", "refused"]
    assert "The same author as line 2." in hana.get(path).words()


def test_the_same_file_again_adds_nobody(app, cast, hana, archived):
    imported(app, hana, GOOD)
    count = len(people(app))
    path = imported(app, hana, GOOD)
    assert outcomes(hana, path) == [("2", "exists"), ("3", "exists")]
    assert len(people(app)) == count


def test_an_import_that_was_killed_goes_on_where_it_stopped(
    app, cast, hana, monkeypatch
):
    monkeypatch.setattr(stepping, "ROWS_A_TRANSACTION", 2)
    text = "email\n" + "".join(f"m{n}@hopper.example\n" for n in range(7))
    path = checked(app, hana, text)
    hana.send(hana.get(path), {"basis": "consent"}, having="basis", status=303)
    count, took = [], stepping._take

    def killed(run, batch, seen):
        took(run, batch, seen)
        count.append(1)
        if len(count) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(stepping, "_take", killed)
    with app.app_context(), pytest.raises(KeyboardInterrupt):
        stepping.step(db.session.scalar(sa.select(MemberRun.id)))
    assert sum("hopper" in one for one in people(app)) == 2

    monkeypatch.setattr(stepping, "_take", took)
    run_due(app)
    assert outcomes(hana, path) == [(str(n + 2), "new") for n in range(7)]
    assert sum("hopper" in one for one in people(app)) == 7
    with app.app_context():
        run = db.session.scalars(sa.select(MemberRun)).one()
        assert not running.path_of(run).exists()
        assert list(running.path_of(run).parent.glob("*.seen")) == []


def test_a_long_file_is_read_piece_by_piece(app, cast, hana, monkeypatch):
    monkeypatch.setattr(stepping, "_SECONDS", -1)
    monkeypatch.setattr(stepping, "ROWS_A_TRANSACTION", 2)
    text = "email\n" + "".join(f"m{n % 4}@hopper.example\n" for n in range(6))
    path = checked(app, hana, text)
    told = [outcome for _, outcome in outcomes(hana, path)]
    assert told == [*["new"] * 4, *["refused"] * 2]


def test_invitations_leave_thirty_a_minute(app, cast, hana):
    text = "email\n" + "".join(f"m{n}@hopper.example\n" for n in range(31))
    imported(app, hana, text, invites="y")
    assert len(letters(app)) == 30
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        run_due(app)
    assert len(letters(app)) == 31


def test_what_is_no_file_of_members_is_refused(app, cast, hana):
    assert "Choose a file." in upload_nothing(hana).words()
    refused = upload(hana, "name,town\nGrace,Arlington\n", 422)
    assert "No column is called email" in refused.words()
    path = checked(app, hana, GOOD)
    refused = hana.send(hana.get(path), {"basis": ""}, having="basis")
    assert refused.status == 422
    hana.send(hana.get(path), {"basis": "consent"}, having="basis", status=303)
    again = hana.post(path, {"basis": "consent", "submission_key": "x"})
    assert again.status == 409
    hana.get("/host/members/none", status=404)
    hana.get("/host/members/none/outcomes.csv", status=404)


def upload_nothing(browser) -> Page:
    return browser.send(browser.get(INDEX), {}, having="archive", status=422)


def test_only_the_host_imports_members(cast, page, hana):
    for who in ("ada", "rae", "mo"):
        cast.page(who).get(INDEX, status=403)
    page.get(INDEX, status=303)


def test_a_file_that_is_gone_ends_the_run(app, cast, hana):
    path = upload(hana, GOOD).location
    with app.app_context():
        run = db.session.scalars(sa.select(MemberRun)).one()
        running.path_of(run).unlink()
    run_due(app)
    assert "The file is gone." in hana.get(path).words()
    hana.get(f"{path}/outcomes.csv", status=404)


def test_the_command_checks_and_imports(app, cast, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(GOOD + "no address,,,\n")

    def run(*more: str):
        return app.test_cli_runner().invoke(members, [str(file), *more])

    dry = run("--dry-run")
    assert "Would be added: 2" in dry.output
    assert "Line 4:" in dry.output
    assert "not read: joined" in dry.output
    assert "grace@hopper.example" not in people(app)
    assert run().exit_code != 0
    assert "Added: 2" in run("--basis", "contract", "--invite").output
    assert "here already: 2" in run("--basis", "contract").output
    with app.app_context():
        invited = db.session.scalars(sa.select(MemberInvitation)).all()
        assert len(invited) == 2


def test_an_author_is_claimed_once_and_may_get_a_handle(app, cast, archived):
    with app.app_context(), transaction():
        author = db.session.scalar(
            sa.select(User.id).where(User.state == AccountState.IMPORTED)
        )
        first = Judged(2, Outcome.CLAIMS, "", "a@kernel.example", "penguin", author)
        second = Judged(3, Outcome.CLAIMS, "", "b@kernel.example", "", author)
        assert take_in([first]) == [author]
        assert take_in([second]) == []  # as of a run at the same time
    found = people(app)
    assert found["a@kernel.example"].handle == "penguin"
    assert "b@kernel.example" not in found
