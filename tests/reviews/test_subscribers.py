import pytest
import sqlalchemy as sa

from community.accounts.events import OrganisationChanged, OrganisationsGrouped
from community.catalog import merges
from community.catalog.curation import rename_product
from community.catalog.models import Vendor
from community.catalog.rules import ensure_product, ensure_vendor
from community.core import clock
from community.core.db import db
from community.core.events import publish
from community.core.text import RENDERER_VERSION
from community.core.visibility import State
from community.reviews import jobs
from community.reviews.queries import find_response, get_score
from community.reviews.rules.responding import respond
from search.models import OutboxRow
from tests.reviews.made import stranger, write

WHY = "The same product under two names."


def waiting():
    """Return the ids of reviews that search is to read again."""
    return set(
        db.session.scalars(
            sa.select(OutboxRow.object_id).where(OutboxRow.kind == "review")
        ).all()
    )


def test_reviews_follow_their_product_into_another(cast, desk):
    twin = ensure_product(db.session.get_one(Vendor, desk.vendor_id), "Arbor Helpdesk")
    moved, stays = write(cast.actor("ada"), twin, 5), write(cast.actor("cleo"), desk, 3)
    merges.merge_products(cast.actor("mo"), twin, desk, reason=WHY)

    assert moved.product_id == stays.product_id == desk.id
    assert (get_score(desk.id).voices, get_score(twin.id).reviews) == (2, 0)


def test_of_two_reviews_by_one_member_the_targets_stays(cast, desk):
    twin = ensure_product(db.session.get_one(Vendor, desk.vendor_id), "Arbor Helpdesk")
    aside, stays = write(cast.actor("ada"), twin, 5), write(cast.actor("ada"), desk, 3)
    merges.merge_products(cast.actor("mo"), twin, desk, reason=WHY)

    assert (aside.product_id, aside.state) == (twin.id, State.DELETED)
    assert (stays.product_id, stays.state) == (desk.id, State.PUBLIC)
    assert get_score(desk.id).reviews == 1


def test_merging_products_nobody_reviewed_counts_nothing(cast, desk):
    twin = ensure_product(db.session.get_one(Vendor, desk.vendor_id), "Arbor Helpdesk")
    merges.merge_products(cast.actor("mo"), twin, desk, reason=WHY)

    assert get_score(desk.id).reviews == 0
    assert waiting() == set()


def test_responses_follow_their_vendor(cast, desk):
    cast.speak_for(desk.vendor_id)
    review = write(cast.actor("ada"), desk)
    respond(cast.actor("rae"), review, desk, "We are sorry, and we changed it in June.")
    old, new = db.session.get_one(Vendor, desk.vendor_id), ensure_vendor("Arbor Group")
    merges.merge_vendors(cast.actor("mo"), old, new, reason=WHY)
    found = find_response(review)

    assert found is not None
    assert found.vendor_id == new.id


def test_search_reads_reviews_again_when_their_product_is_renamed(cast, desk):
    review = write(cast.actor("ada"), desk)
    db.session.execute(sa.delete(OutboxRow))
    rename_product(cast.actor("mo"), desk, "Arbor Table")

    assert waiting() == {review.id}


def test_renaming_what_nobody_reviewed_wakes_nobody(cast, desk):
    rename_product(cast.actor("mo"), desk, "Arbor Table")

    assert waiting() == set()


def test_a_mailbox_proven_later_lends_its_organisation(cast, desk):
    lone = stranger("lone")
    review = write(lone, desk)
    half = review.weight
    publish(OrganisationChanged(lone.user_id or 0, None))
    assert not review.is_verified

    publish(OrganisationChanged(lone.user_id or 0, cast.ada.organisation_id))
    assert review.is_verified
    assert review.weight == pytest.approx(2 * half)
    publish(OrganisationChanged(lone.user_id or 0, cast.cleo.organisation_id))
    assert review.organisation_id == cast.ada.organisation_id


def test_grouping_organisations_without_reviews_counts_nothing(desk):
    publish(OrganisationsGrouped((1, 2), 1))

    assert get_score(desk.id).reviews == 0


def test_old_texts_are_rendered_anew(cast, desk, monkeypatch):
    cast.speak_for(desk.vendor_id)
    review = write(cast.actor("ada"), desk)
    respond(cast.actor("rae"), review, desk, "We are sorry, and we changed it in June.")
    response = find_response(review)
    assert response is not None
    shown = (review.good_html, response.html)
    for one in (review, response):
        one.renderer_version = 0
    review.good_html = response.html = "<p>old</p>"
    monkeypatch.setattr(jobs, "TEXTS_A_JOB", 1)
    jobs.rerender()

    assert (review.good_html, response.html) == shown
    assert review.renderer_version == response.renderer_version == RENDERER_VERSION
    again = db.session.scalar(
        sa.text("SELECT count(*) FROM job WHERE kind = 'reviews.rerender'")
    )
    assert again == 1
    assert clock.now() > review.created_at
