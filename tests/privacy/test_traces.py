"""Attacks on what a contributor leaves behind: pages, headers, logs, mail, the rows themselves."""

import io
import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
import structlog
import time_machine
from werkzeug.datastructures import FileStorage

from community.accounts.models import User
from community.core import clock
from community.core.actors import SYSTEM
from community.core.db import db, transaction
from community.core.jobs import Job
from community.core.mail import Mail
from community.deals.kinds import ReviewState
from community.deals.models import Deal, DealLine
from community.deals.notes.queries import find_of_deal
from community.deals.notes.rules import accept_note
from community.deals.rules.reporting import submit_deal
from community.notifications.kinds import Followed, Frequency
from community.notifications.models import InboxEntry
from community.notifications.rules import following
from community.notifications.rules.mailing import send_due
from community.notifications.rules.telling import TELL, tell
from community.notifications.targets import get_target_for
from community.prices.release import publish_release
from moderation.models import AuditRow
from tests.deals.evidence import files
from tests.market import Market, Paid, spread
from tests.privacy import whispers
from tests.privacy.scene import DESK
from tests.security import rows
from tests.security import town as towns
from tests.security.crawl import open_everything
from tests.security.tries import Somebody
from tests.threads.conftest import GENEROUS

pytestmark = pytest.mark.any_database

PRODUCT = "/prices/arbor/arbor-desk/"
ROLES = ("visitor", "member", "rep", "moderator", "host")
FILE_NAME = "Contoso-Quote-Q1182.png"
NOTE = "We at Contoso paid 417,329 on 3 May 2026, quote Q-1182."
SHOWN_NOTE = "We at [removed] paid [removed] on [removed], quote [removed]."
CANARIES = (
    *("contoso", "417,329", "417329", "927.39", "927.40", "q1182", "q-1182"),
    *whispers.CANARIES,
)
"""Company and domain, the exact total and unit price, the file's name, and the note; and
whoever wrote what stands under an alias."""
CHANGES_BY_ITSELF = ("/account/", "/register", "/style")
"""One's own log-ins, a suggested pseudonym, and samples of parts."""
CHANGES_EACH_TIME = (
    *("X-Request-Id: ", "Set-Cookie: ", "Content-Length: "),
    *("csrf_token", "submission_key"),
)
LINK_IN_MAIL = "token-of-cleo"
"""Who holds it has Cleo's mail: the page says to whom it went."""
DOMAINS_OF_ORGANISATIONS = "/moderation/organisations/"
"""Where moderators group organisations by domain, apart from any price."""
LEADS = "/host/leads/"
"""Whoever asked to be contacted gave the host this address, and consented."""


@pytest.fixture
def planted(app, cast, monkeypatch):
    """A town in which Cleo has planted a deal full of canaries, in a published figure."""
    monkeypatch.setattr("community.threads.limits.LIMITS", GENEROUS)
    monkeypatch.setattr("community.deals.limits.NEW_FOR", timedelta())
    with app.app_context():
        with transaction():
            town = towns.build()
            _plant(cast)
            whispers.plant(cast)
            market = Market(20, prefix="buyer")
            product = db.session.scalars(sa.select(DealLine)).first().product
            market.pay(product, [replace(one, term_months=36) for one in _crowd()])
        publish_release()
    return town


def _crowd() -> list[Paid]:
    return spread(20, price=900, quantity=150)


def _plant(cast, total: str = "417329.17") -> None:
    product = towns.arbor_desk()
    draft = towns.deal_draft(product.id)
    line = replace(draft.lines[0], recurring_amount=Decimal(total))
    month = clock.add_months(clock.current_month(), -6)
    draft = replace(draft, lines=(line,), deal_month=month, note=NOTE)
    deal = submit_deal(cast.actor("cleo"), draft)
    deal.lines[0].review = ReviewState.ACCEPTED
    note = find_of_deal(deal)
    accept_note(SYSTEM, note, note.text, "Nothing is left that tells.")


def crawled(app, cast, town, role: str) -> dict[str, str]:
    """Return headers and body of every page that `role` can open, by path."""
    rows.forget_counts(app)
    pages = open_everything(app, town, Somebody(app, cast, role))
    return {
        page.path: f"{page.response.headers}\n{page.html}"
        for page in pages
        if LINK_IN_MAIL not in page.path
    }


def findings(texts: dict[str, str]) -> list[str]:
    return [
        f"{canary} in {path}"
        for path, text in texts.items()
        for canary in CANARIES
        if canary in text.casefold()
    ]


def test_a21_no_page_header_log_or_mail_holds_a_canary(app, cast, planted):
    """Feeds, an API and a sitemap join when they exist: the crawl opens every route."""
    with structlog.testing.capture_logs() as logs:
        for role in ROLES:
            texts = crawled(app, cast, planted, role)
            assert len(texts) > 12, role
            known = {"moderator": DOMAINS_OF_ORGANISATIONS, "host": LEADS}.get(role)
            told = {
                path: text
                for path, text in texts.items()
                if known is None or not path.startswith(known)
            }
            assert findings(told) == [], role

    assert len(logs) > 100
    assert findings({"log": repr(logs)}) == []
    assert findings({"mail": written(app)}) == []


def written(app) -> str:
    """Return all mails as they go out, without whom they go to."""
    with app.app_context():
        mails = db.session.scalars(sa.select(Mail)).all()
        return repr([(m.subject, m.text, m.html, m.headers) for m in mails])


def test_a21_no_mail_about_news_holds_a_canary(app, cast, planted):
    """All that the release and the posts have to tell, to somebody who follows it all."""
    with app.app_context(), transaction():
        ada, product = cast.actor("ada"), towns.arbor_desk()
        follows = {Followed.PRODUCT: product.public_id, Followed.VENDOR: "arbor"}
        for kind, ref in follows.items():
            following.follow(ada, get_target_for(ada, kind, ref))
    with app.app_context(), transaction():
        for job in db.session.scalars(sa.select(Job).where(Job.kind == TELL)).all():
            tell(**job.args)
        entries = sa.update(InboxEntry).values(mail=Frequency.DAILY)
        assert db.session.execute(entries).rowcount > 5
    # Where its readers live it is morning then.
    morning = (clock.now() + timedelta(days=1)).replace(hour=8, minute=30)
    with time_machine.travel(morning), app.app_context(), transaction():
        send_due(Frequency.DAILY)

    mails = written(app)

    assert "Arbor Desk" in mails
    assert "<html" in mails
    assert findings({"mail": mails}) == []


def test_a21_only_the_author_finds_the_canaries(app, cast, planted):
    own = cast.page("cleo")
    listed = own.get("/deals/mine")
    shown = [own.get(link) for link in listed.links if "/deals/mine/" in link]

    assert findings({"own": "".join(page.html for page in shown)})


def test_a22_an_upload_leaves_neither_its_name_nor_what_it_hid(app, cast, planted):
    """All kinds of files, and the copies themselves: tests/deals/evidence."""
    own = cast.page("cleo")
    with app.app_context():
        deal = db.session.scalar(sa.select(Deal).where(Deal.note == NOTE))
        path = f"/deals/mine/{deal.public_id}/evidence"
    upload = FileStorage(io.BytesIO(files.telling_png()), filename=FILE_NAME)
    own.post(path, {"kind": "document", "file": upload}, status=303)

    everything = repr(rows.read(app))

    assert "q1182.png" not in everything.casefold()
    assert "CANARY" not in everything
    folder = app.extensions["fairquote.settings"].data_dir
    kept = b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
    assert b"CANARY" not in kept
    assert FILE_NAME.encode() not in kept


def _without_tokens(text: str) -> list[str]:
    """Return the lines that are the same each time, for the same content."""
    # Looked for, not matched: a description in JSON is one line of many thousand letters.
    return [
        line
        for line in text.splitlines()
        if not any(mark in line for mark in CHANGES_EACH_TIME)
    ]


@pytest.mark.parametrize("role", ["visitor", "member"])
def test_a23_nothing_that_others_see_tells_that_somebody_reported(
    app, cast, planted, role
):
    """Profiles, lists, activity, ids and order: the day after is as the day before."""
    crawled(
        app, cast, planted, role
    )  # reads what is new, so that the bell stands still
    before = crawled(app, cast, planted, role)

    with app.app_context(), transaction():
        _plant(cast, "417000.00")
    after = crawled(app, cast, planted, role)

    assert before.keys() == after.keys()
    changed = [
        path
        for path, text in before.items()
        if not path.startswith(CHANGES_BY_ITSELF)
        and _without_tokens(text) != _without_tokens(after[path])
    ]
    assert changed == []


def test_a23_no_answer_says_when_it_last_changed(scene):
    scene.pay(*spread(6))
    scene.release()

    headers = scene.client.get(DESK).headers

    assert {"Last-Modified", "Date", "Age"} & set(headers.keys()) == set()


def test_a25_a_note_that_tells_all_is_published_without_what_tells(app, page, planted):
    """That it is nowhere else, and these words on no page of any role: the crawl of A21."""
    shown = page.get(PRODUCT).words()
    assert SHOWN_NOTE in shown
    for path in (PRODUCT, f"{PRODUCT}questions", "/u/cleo", "/search?q=Q-1182"):
        shown = page.get(path, status=None).words()
        assert "We at Contoso" not in shown, path
        assert "on 3 May 2026" not in shown, path


def main_of(page) -> str:
    return re.search(r"<main.*</main>", page.html, re.DOTALL)[0]


def test_a26_a_rep_reads_the_bytes_of_a_visitor_and_no_raw_deal(
    app, cast, page, planted
):
    rae = cast.page("rae")
    paths = [PRODUCT, f"{PRODUCT}list-prices", f"{PRODUCT}records", "/prices/", "/"]
    paths += ["/method", "/compare?p=arbor/arbor-desk", "/prices/arbor/"]

    assert "Median paid" in page.get(PRODUCT).words()
    for path in paths:
        assert main_of(rae.get(path)) == main_of(page.get(path)), path
    rae.get("/moderation/deals/", status=403)
    deal = planted.of("cleo")["deal"]
    rae.get(f"/moderation/deals/{deal}", status=403)
    rae.post(f"/moderation/deals/{deal}", {"reason": "Curious."}, status=403)


def audit(app) -> list[tuple[str, str]]:
    with app.app_context():
        found = sa.select(AuditRow.role, AuditRow.action).order_by(AuditRow.number)
        return [tuple(row) for row in db.session.execute(found)]


def test_a27_the_host_is_refused_raw_deals_and_a_row_is_left(app, cast, planted):
    cast.page("hana").get("/moderation/deals/", status=403)

    assert audit(app)[-1] == ("host", "deal.list.refused")


def test_a27_a_moderator_without_a_reason_reads_nothing(app, cast, planted):
    path = f"/moderation/deals/{planted.of('cleo')['deal']}"

    refused = cast.page("mo").post(path, {"reason": " "}, status=403)

    assert "417" not in refused.words()


def test_a32_no_row_of_the_raw_store_points_at_who_reported_it(app, cast, planted):
    """Backups and exports join when they exist; a dump without the key tells nobody."""
    with app.app_context():
        tables = [Deal.__table__, DealLine.__table__]
        assert not [
            key
            for table in tables
            for key in table.foreign_keys
            if key.column.table is User.__table__
        ]
        deal = db.session.scalar(sa.select(Deal).where(Deal.note == NOTE))
        cleo = db.session.scalar(sa.select(User).where(User.handle == "cleo"))
        told = [str(getattr(deal, column.key)) for column in Deal.__table__.columns]
        assert not {cleo.handle, cleo.email, cleo.handle_key} & set(told)
