"""Evidence follows its deal and the calendar; a file is gone when it should be."""

import os
import time
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.events import OrganisationChanged
from community.core import clock
from community.core.clock import Month
from community.core.db import db, transaction
from community.core.errors import Forbidden, NotFound
from community.core.events import publish
from community.core.worker import run_due
from community.deals.access import can_review, reviewable_deals
from community.deals.evidence import rules, vault
from community.deals.evidence.jobs import TIDY_JOB, tidy
from community.deals.evidence.kinds import EvidenceKind, EvidenceState
from community.deals.evidence.models import DealEvidence
from community.deals.evidence.tiers import tier_of
from community.deals.kinds import ContractForbids, Evidence, Visibility
from community.deals.models import Deal
from community.deals.rules.reporting import (
    erase_deal,
    restore_deal,
    revise_deal,
    submit_deal,
    withdraw_deal,
)
from tests.deals.evidence.conftest import (
    add,
    files_kept,
    get_deal,
    get_evidence,
    judged,
    rows,
    tier,
)

EVERYBODY = ("ada", "ben", "cleo", "rae", "mo", "mia", "hana")
WAITING = (EvidenceState.WAITING, True)
ACCEPTED = (EvidenceState.ACCEPTED, True)


def change(app, public_id: str, do) -> None:
    with app.app_context(), transaction():
        do(get_deal(public_id))


@pytest.mark.parametrize(
    ("kinds", "verified", "expected"),
    [
        (set(), False, Evidence.NONE),
        (set(), True, Evidence.WORK_EMAIL),
        ({EvidenceKind.SCREENSHOT}, True, Evidence.SCREENSHOT),
        ({EvidenceKind.DOCUMENT}, False, Evidence.DOCUMENT),
        ({EvidenceKind.SCREENSHOT, EvidenceKind.DOCUMENT}, False, Evidence.DOCUMENT),
    ],
)
def test_the_tier_is_the_best_that_stands_behind_a_deal(kinds, verified, expected):
    assert tier_of(kinds, is_verified=verified) is expected


def test_predicate_and_filter_agree(app, cast, sent):
    with app.app_context():
        evidence = get_evidence(sent.evidence)
        judges = set()
        for handle in EVERYBODY:
            actor = cast.actor(handle)
            found = db.session.scalars(
                sa.select(DealEvidence)
                .join(DealEvidence.deal)
                .where(reviewable_deals(actor))
            ).all()
            assert bool(found) is can_review(actor, evidence.deal)
            judges |= {handle} if found else set()

    assert judges == {"mo", "mia"}


def test_the_rules_themselves_refuse_who_may_not(app, cast, sent):
    with app.app_context():
        evidence = get_evidence(sent.evidence)
        for handle in ("ada", "cleo", "rae", "hana"):
            with pytest.raises(Forbidden):
                rules.read_evidence(cast.actor(handle), evidence, "Because.")
            with pytest.raises(Forbidden):
                rules.accept_evidence(cast.actor(handle), evidence)
        with pytest.raises(NotFound):
            rules.take_back(cast.actor("cleo"), evidence.deal, evidence)


def test_a_change_of_the_figures_asks_for_another_look(app, cast, sent, draft):
    judged(app, cast.actor("mo"), sent.evidence)
    other = replace(draft, term_months=24)

    change(
        app,
        sent.deal,
        lambda deal: revise_deal(cast.actor("ada"), deal, other, version=1),
    )

    assert rows(app) == [WAITING]
    assert tier(app, sent.deal) == "work-email"
    with app.app_context():
        assert get_evidence(sent.evidence).delete_after is None


def test_when_the_file_is_gone_already_the_evidence_goes_too(app, cast, sent, draft):
    judged(app, cast.actor("mo"), sent.evidence)
    with app.app_context(), transaction():
        rules._drop_file(get_evidence(sent.evidence))

    change(
        app,
        sent.deal,
        lambda deal: revise_deal(
            cast.actor("ada"), deal, replace(draft, term_months=24), version=1
        ),
    )

    assert rows(app) == []
    assert tier(app, sent.deal) == "work-email"


def test_what_was_not_accepted_stays_so_through_a_change(app, cast, sent, draft):
    judged(app, cast.actor("mo"), sent.evidence, accept=False)

    change(
        app,
        sent.deal,
        lambda deal: revise_deal(
            cast.actor("ada"), deal, replace(draft, term_months=24), version=1
        ),
    )

    assert rows(app) == [(EvidenceState.REJECTED, True)]


def test_other_words_change_no_evidence(app, cast, sent, draft):
    judged(app, cast.actor("mo"), sent.evidence)
    words = replace(
        draft, note="Ask twice.", satisfaction=4, visibility=Visibility.CARD
    )

    change(
        app,
        sent.deal,
        lambda deal: revise_deal(cast.actor("ada"), deal, words, version=1),
    )

    assert rows(app) == [ACCEPTED]
    assert tier(app, sent.deal) == "document"


def test_a_contract_that_may_be_confidential_loses_its_evidence(app, cast, sent, draft):
    judged(app, cast.actor("mo"), sent.evidence)
    unsure = replace(draft, contract_forbids=ContractForbids.UNKNOWN)

    change(
        app,
        sent.deal,
        lambda deal: revise_deal(cast.actor("ada"), deal, unsure, version=1),
    )
    run_due(app)

    assert rows(app) == []
    assert files_kept(app) == 0
    assert tier(app, sent.deal) == "work-email"


def test_withdrawing_deletes_the_files_at_once(app, cast, sent):
    with app.app_context(), transaction():
        add(cast.actor("ada"), get_deal(sent.deal), original=b"two")
    judged(app, cast.actor("mo"), sent.evidence)

    change(app, sent.deal, lambda deal: withdraw_deal(cast.actor("ada"), deal))
    run_due(app)

    assert rows(app) == [(EvidenceState.ACCEPTED, False)]
    assert files_kept(app) == 0
    change(app, sent.deal, lambda deal: restore_deal(cast.actor("ada"), deal))
    assert tier(app, sent.deal) == "document"


def test_a_file_is_unreadable_before_the_job_has_run(app, cast, sent):
    with app.app_context():
        evidence = get_evidence(sent.evidence)
        name = evidence.file_name

    change(app, sent.deal, lambda deal: withdraw_deal(cast.actor("ada"), deal))

    assert files_kept(app) == 1
    with app.app_context(), pytest.raises(NotFound):
        vault.load(vault.Stored(name, ""))


def test_erasing_leaves_neither_rows_nor_files(app, cast, sent):
    judged(app, cast.actor("mo"), sent.evidence)
    with app.app_context(), transaction():
        add(cast.actor("ada"), get_deal(sent.deal), original=b"two")

    change(app, sent.deal, lambda deal: erase_deal(cast.actor("ada"), deal))
    run_due(app)

    assert rows(app) == []
    assert files_kept(app) == 0


def hourly(app) -> None:
    """Do what is done each hour, and what that asks for; of evidence alone."""
    with app.app_context(), transaction():
        tidy()
    run_due(app)


def test_tidying_up_recurs(app):
    registry = app.extensions["fairquote.jobs"]

    every = {one.kind: one.every for one in registry.periodics}

    assert every[TIDY_JOB] == timedelta(hours=1)
    assert registry.handlers[TIDY_JOB] is tidy


@pytest.mark.parametrize("accept", [True, False])
def test_a_month_after_the_decision_only_tier_and_mark_are_left(
    app, cast, sent, accept
):
    judged(app, cast.actor("mo"), sent.evidence, accept=accept)
    after = tier(app, sent.deal)
    state = EvidenceState.ACCEPTED if accept else EvidenceState.REJECTED
    decided = clock.now()

    with time_machine.travel(decided + timedelta(days=29, hours=23)):
        hourly(app)
        assert rows(app) == [(state, True)]
    with time_machine.travel(decided + timedelta(days=30, minutes=1)):
        hourly(app)
        assert rows(app) == [(state, False)]
        assert files_kept(app) == 0
        assert tier(app, sent.deal) == after
        with app.app_context():
            row = get_evidence(sent.evidence)
            assert (row.sealed_key, row.delete_after) == (None, None)
            assert row.content_mark == rules.mark_of(b"one")


def test_the_host_may_shorten_the_time(app, cast, sent, settings, monkeypatch):
    shorter = replace(settings, evidence_days=2)
    monkeypatch.setitem(app.extensions, "fairquote.settings", shorter)
    judged(app, cast.actor("mo"), sent.evidence)

    with time_machine.travel(clock.now() + timedelta(days=2, minutes=1)):
        hourly(app)

    assert files_kept(app) == 0


def test_what_waits_is_not_deleted(app, sent):
    with time_machine.travel(clock.now() + timedelta(days=60)):
        hourly(app)

    assert rows(app) == [WAITING]
    assert files_kept(app) == 1


def test_files_without_a_row_go_after_an_hour(app, sent):
    with app.app_context():
        young, old = vault.store(b"young"), vault.store(b"old")
        hour = time.time() - 3_700
        for name in (old.file_name, get_evidence(sent.evidence).file_name):
            os.utime(vault.folder() / name, (hour, hour))
        assert vault.sweep({get_evidence(sent.evidence).file_name}) == 1
        assert (vault.folder() / young.file_name).exists()
        assert not (vault.folder() / old.file_name).exists()


def test_two_accepted_with_one_mark_are_refused_by_the_database(app, cast, sent, draft):
    with app.app_context(), transaction():
        theirs = add(cast.actor("cleo"), submit_deal(cast.actor("cleo"), draft))
        theirs.state = EvidenceState.ACCEPTED
        mine = get_evidence(sent.evidence)
        assert mine.content_mark == theirs.content_mark
        mine_id = mine.id

    with app.app_context(), pytest.raises(sa.exc.IntegrityError):
        db.session.execute(
            sa.update(DealEvidence)
            .where(DealEvidence.id == mine_id)
            .values(state=EvidenceState.ACCEPTED)
        )


def test_a_mark_says_nothing_without_the_key(app, settings, monkeypatch):
    with app.app_context():
        mine = rules.mark_of(b"a contract")
        other = replace(settings, seal_key="another-key-" * 4)
        monkeypatch.setitem(app.extensions, "fairquote.settings", other)
        assert rules.mark_of(b"a contract") != mine


def test_a_deal_begins_with_what_its_author_has_proven(app, cast, draft):
    with app.app_context(), transaction():
        tiers = [
            submit_deal(cast.actor(handle), draft).evidence for handle in ("ada", "mo")
        ]

    assert tiers == [Evidence.WORK_EMAIL, Evidence.NONE]


def test_tiers_follow_the_organisation_of_their_author(app, cast, sent, draft):
    with app.app_context(), transaction():
        submit_deal(cast.actor("ada"), replace(draft, deal_month=Month("2026-04")))
        theirs = submit_deal(cast.actor("cleo"), draft).public_id
    judged(app, cast.actor("mo"), sent.evidence)

    def speak_for(organisation_id: int | None) -> list[str]:
        with app.app_context(), transaction():
            publish(OrganisationChanged(cast.ada.id, organisation_id))
        with app.app_context():
            found = db.session.scalars(sa.select(Deal.evidence).order_by(Deal.id))
            return [str(one) for one in found]

    assert speak_for(None) == ["document", "none", "work-email"]
    assert speak_for(cast.ada.organisation_id) == ["document", *["work-email"] * 2]
    assert tier(app, theirs) == "work-email"
