"""Sending evidence: from the page to the vault, and each refusal at its field."""

import io
import random
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from community.core.clock import Month
from community.core.db import db, transaction
from community.core.settings import Settings
from community.deals.evidence import rewriting, sniffing, uploads, vault
from community.deals.evidence.kinds import EvidenceKind, EvidenceState
from community.deals.evidence.limits import MOST_BYTES
from community.deals.evidence.models import DealEvidence
from community.deals.evidence.vault import Stored
from community.deals.kinds import ContractForbids
from community.deals.plausibility import NO_EVIDENCE
from community.deals.rules.reporting import submit_deal, withdraw_deal
from tests.deals.evidence import files
from tests.deals.evidence.conftest import (
    add,
    files_kept,
    get_deal,
    get_evidence,
    judged,
    rows,
    tier,
)
from tests.page import Page
from tests.queries import count_queries

WAITING = [(EvidenceState.WAITING, True)]


def send(browser, deal_id: str, data: bytes, name="quote.pdf", status=303, **fields):
    """Send a file as the form on the page of the deal does."""
    form = browser.get(f"/deals/mine/{deal_id}").form(f"/deals/mine/{deal_id}/evidence")
    typed = {**form["fields"], "kind": "document", **fields}
    typed["file"] = FileStorage(io.BytesIO(data), filename=name)
    # Encoded here: the client would leave a large body open in a temporary file.
    boundary, body = encode_multipart({**typed, "csrf_token": browser.token()})
    kind = f'multipart/form-data; boundary="{boundary}"'
    answer = Page(browser.client.post(form["action"], data=body, content_type=kind))
    return browser._check(answer, form["action"], status)


@pytest.fixture
def ada(cast):
    return cast.page("ada")


@pytest.mark.parametrize(
    ("data", "kind"),
    [(files.telling_pdf(), "pdf"), (files.telling_jpeg(), "jpeg")],
)
def test_only_pixels_are_kept_and_nobody_reads_them_without_the_key(
    app, cast, ada, deal_id, settings: Settings, data, kind
):
    assert b"CANARY-AUTHOR" in data

    done = send(ada, deal_id, data, name=f"CANARY-NAME.{kind}")

    assert "A moderator will look at it." in ada.follow(done).words()
    assert rows(app) == WAITING
    path = next((settings.data_dir / "evidence").glob("*.sealed"))
    raw = path.read_bytes()
    with app.app_context():
        row = _only_row()
        copy = vault.load(Stored(row.file_name, row.sealed_key))
        assert "CANARY" not in repr(vars(row))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert copy.startswith({"pdf": b"%PDF", "jpeg": b"\xff\xd8"}[kind])
    assert b"CANARY" not in copy
    for readable in (b"CANARY", b"%PDF", b"JFIF", b"obj", copy[:16]):
        assert readable not in raw
    assert not _found_below(settings.data_dir, b"CANARY-AUTHOR")


def _only_row() -> DealEvidence:
    return db.session.scalars(sa.select(DealEvidence)).one()


def _found_below(folder: Path, needle: bytes) -> list[Path]:
    return [p for p in folder.rglob("*") if p.is_file() and needle in p.read_bytes()]


def test_its_author_sees_what_becomes_of_it(app, cast, ada, sent):
    assert "Waits for a moderator" in ada.get(sent.page).words()
    assert tier(app, sent.deal) == "work-email"

    judged(app, cast.actor("mo"), sent.evidence)

    words = ada.get(sent.page).words()
    assert "Accepted" in words
    assert "Document checked" in words


def test_its_author_reads_why_it_was_not_accepted(app, cast, ada, sent):
    judged(app, cast.actor("mo"), sent.evidence, accept=False)

    words = ada.get(sent.page).words()
    assert "Not accepted" in words
    assert "It shows no price." in words
    assert "Work e-mail verified" in words


REFUSED = [
    (files.SVG, sniffing.WRONG_TYPE),
    (files.HTML, sniffing.WRONG_TYPE),
    (files.zip_bomb(), sniffing.WRONG_TYPE),
    (b"", sniffing.EMPTY),
    (files.png_of(50_000, 50_000), sniffing.TOO_MANY_PIXELS),
    (files.png() + files.zip_bomb(), sniffing.TWO_IN_ONE),
    (files.encrypted_pdf(b"secret"), "The PDF is locked with a password."),
    (files.pdf(pages=21), "The PDF has more than 20 pages."),
    (files.pdf(pages=0), sniffing.BROKEN),
    (files.png()[:80], sniffing.BROKEN),
]


def test_a_refused_file_gets_its_sentence_and_leaves_nothing(app, ada, deal_id):
    for data, sentence in REFUSED:
        page = send(ada, deal_id, data, name="invoice.png", status=422)

        assert sentence in page.words()
        assert 'id="file-error"' in page.html
        assert page.form(having="kind")["fields"]["kind"] == "document"
        assert rows(app) == []
        assert files_kept(app) == 0


def test_a_file_that_is_too_large_hears_so(app, ada, deal_id):
    page = send(ada, deal_id, files.png() + bytes(MOST_BYTES), status=413)

    assert sniffing.TOO_LARGE in page.words()
    send(ada, deal_id, bytes(2 * MOST_BYTES + 1), status=413)
    assert rows(app) == []


def test_a_file_and_what_it_is_are_asked_for(ada, deal_id):
    path = f"/deals/mine/{deal_id}/evidence"

    words = ada.post(path, {}, status=422).words()
    assert "Choose a file." in words
    assert "Say what it is." in words
    ada.post(path, {"file": "a text", "kind": "quote"}, status=422)
    assert "Evidence for your price" in ada.get(path).words()


def test_any_bytes_behind_a_true_head_are_no_crash(app, ada, deal_id):
    noise = random.Random(7)  # noqa: S311 - the same each time
    for head in (files.png()[:60], files.jpeg()[:200], b"%PDF-1.7\n"):
        tail = b"\xff\xd9" if head[:1] == b"\xff" else b"\n%%EOF"
        page = send(ada, deal_id, head + noise.randbytes(500) + tail, status=422)
        assert 'id="file-error"' in page.html

    assert rows(app) == []


def test_the_same_form_twice_is_one_file(app, ada, deal_id):
    path = f"/deals/mine/{deal_id}/evidence"
    form = ada.get(f"/deals/mine/{deal_id}").form(path)

    for _ in range(2):
        typed = {**form["fields"], "kind": "screenshot"}
        typed["file"] = FileStorage(io.BytesIO(files.png()), filename="a.png")
        ada.post(path, typed, status=303)

    assert rows(app) == WAITING
    assert files_kept(app) == 1


def test_the_same_file_supports_one_deal(app, cast, ada, deal_id, draft):
    send(ada, deal_id, files.png())
    with app.app_context(), transaction():
        second = submit_deal(
            cast.actor("ada"), replace(draft, deal_month=Month("2026-04"))
        )
        other = second.public_id

    page = send(ada, other, files.png(), status=422)

    assert "You have sent this very file before." in page.words()
    assert rows(app) == WAITING


def test_nobody_learns_that_another_sent_the_same_file(app, cast, deal_id, draft):
    with app.app_context(), transaction():
        other = submit_deal(cast.actor("cleo"), draft).public_id
    send(cast.page("ada"), deal_id, files.png())

    send(cast.page("cleo"), other, files.png(), status=303)

    assert rows(app) == WAITING * 2


def test_five_files_are_the_most(app, cast, ada, deal_id):
    with app.app_context(), transaction():
        for number in range(5):
            add(cast.actor("ada"), get_deal(deal_id), original=bytes([number]))

    words = ada.get(f"/deals/mine/{deal_id}").words()
    assert "There are 5 files, and that is the most." in words
    path = f"/deals/mine/{deal_id}/evidence"
    typed = {"kind": "document", "file": FileStorage(io.BytesIO(files.png()), "a.png")}
    page = ada.post(path, typed, status=422)
    assert "There are 5 files already" in page.words()
    assert len(rows(app)) == 5


def test_no_evidence_of_a_contract_that_may_be_confidential(app, cast, ada, draft):
    unsure = replace(draft, contract_forbids=ContractForbids.UNKNOWN)
    with app.app_context(), transaction():
        public_id = submit_deal(cast.actor("ada"), unsure).public_id

    assert NO_EVIDENCE in ada.get(f"/deals/mine/{public_id}").words()
    path = f"/deals/mine/{public_id}/evidence"
    typed = {"kind": "document", "file": FileStorage(io.BytesIO(files.png()), "a.png")}
    page = ada.post(path, typed, status=422)
    assert NO_EVIDENCE in page.words()
    assert rows(app) == []


def test_a_withdrawn_price_takes_none(app, cast, ada, deal_id):
    with app.app_context(), transaction():
        withdraw_deal(cast.actor("ada"), get_deal(deal_id))

    assert "Restore the price first" in ada.get(f"/deals/mine/{deal_id}").words()
    path = f"/deals/mine/{deal_id}/evidence"
    typed = {"kind": "document", "file": FileStorage(io.BytesIO(files.png()), "a.png")}
    ada.post(path, typed, status=409)
    assert rows(app) == []


def test_looking_at_files_is_counted(app, ada, deal_id, monkeypatch):
    monkeypatch.setattr(uploads, "FILES_A_DAY", uploads.Limit(1, 86_400))
    send(ada, deal_id, files.encrypted_pdf(b""), status=422)

    page = send(ada, deal_id, files.png(), status=429)

    assert "That was too often." in page.words()
    assert rows(app) == []


def test_a_full_disk_is_said_and_leaves_nothing(app, ada, deal_id, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("community.core.vault.os.fsync", full)

    send(ada, deal_id, files.png(), status=507)

    assert rows(app) == []
    assert files_kept(app) == 0


def test_taking_back_what_waits_leaves_nothing(app, ada, sent):
    ada.post(f"{sent.page}/evidence/{sent.evidence}/delete", status=303)

    assert rows(app) == []


def test_taking_back_what_was_accepted_lowers_the_tier(app, cast, ada, sent):
    judged(app, cast.actor("mo"), sent.evidence)
    assert tier(app, sent.deal) == "document"

    ada.post(f"{sent.page}/evidence/{sent.evidence}/delete", status=303)

    assert rows(app) == [(EvidenceState.DELETED, False)]
    assert tier(app, sent.deal) == "work-email"
    assert "Accepted" not in ada.get(sent.page).words()
    ada.post(f"{sent.page}/evidence/{sent.evidence}/delete", status=404)


def test_nobody_else_adds_or_deletes(app, cast, sent):
    others = {"cleo": 404, "ben": 404, "mo": 404, "hana": 404, "rae": 403}
    for handle, status in others.items():
        other = cast.page(handle)
        file = FileStorage(io.BytesIO(files.png()), "a.png")
        typed = {"kind": "document", "file": file}

        other.get(f"{sent.page}/evidence", status=status)
        other.post(f"{sent.page}/evidence", typed, status=status)
        other.post(f"{sent.page}/evidence/{sent.evidence}/delete", status=status)

    assert rows(app) == WAITING


def test_who_has_not_proven_the_address_deletes_only(app, cast, sent):
    ada = cast.unproven("ada")

    ada.get(sent.page)
    ada.post(f"{sent.page}/evidence", {"kind": "document"}, status=403)
    ada.post(f"{sent.page}/evidence/{sent.evidence}/delete", status=303)

    assert rows(app) == []


def test_evidence_of_another_deal_is_not_there(app, cast, ada, sent, draft):
    with app.app_context(), transaction():
        other = submit_deal(
            cast.actor("ada"), replace(draft, deal_month=Month("2026-04"))
        )
        path = f"/deals/mine/{other.public_id}/evidence/{sent.evidence}/delete"

    ada.post(path, status=404)

    assert rows(app) == WAITING


def test_the_page_takes_as_many_queries_for_five_files_as_for_one(app, cast, ada, sent):
    def queries() -> int:
        ada.get(sent.page)
        with count_queries() as seen:
            ada.get(sent.page)
        return len(seen)

    one = queries()
    with app.app_context(), transaction():
        for number in range(4):
            add(
                cast.actor("ada"),
                get_deal(sent.deal),
                EvidenceKind.SCREENSHOT,
                bytes([number]),
            )

    assert queries() == one


def test_the_row_says_neither_who_nor_when(app, sent):
    with app.app_context():
        row = get_evidence(sent.evidence)
        columns = {column.name for column in row.__table__.columns}

    assert not columns & {"user_id", "author_id", "created_at", "original_name"}
    assert row.month == row.month[:7]


def test_while_a_file_is_drawn_other_people_write(
    app, ada, deal_id, settings: Settings, monkeypatch
):
    if not settings.is_sqlite:
        pytest.skip("only SQLite has one writer at a time")
    real, written = rewriting.clean_copy, []

    def draw_slowly(*args):
        path = settings.database_url.removeprefix("sqlite:///")
        other = sqlite3.connect(path, timeout=0.2, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
        other.close()
        written.append(True)
        return real(*args)

    monkeypatch.setattr(rewriting, "clean_copy", draw_slowly)

    send(ada, deal_id, files.png())

    assert written == [True]
    assert rows(app) == WAITING
