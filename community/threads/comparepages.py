"""Saying how what one paid compares with a post: one press, or a form with a figure."""

from flask import Blueprint
from werkzeug.wrappers import Response

from community.core.forms import form_page
from community.core.rights import Right
from community.core.web import (
    CONTRIBUTORS,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
    render,
)
from community.threads import comparisons, queries
from community.threads.access import require_can_compare
from community.threads.forms import CompareForm
from community.threads.paths import post_path
from community.threads.pricewords import LEAST_ORGANISATIONS, Paid
from community.threads.rules import comparing

Answer = str | Response


def add_to(blueprint: Blueprint) -> None:
    """Add these routes to the blueprint of questions."""
    path = "/questions/posts/<public_id>/compare"
    blueprint.route(path, methods=["GET", "POST"])(compare)
    blueprint.post(f"{path}/withdraw")(withdraw_comparison)


@access(CONTRIBUTORS, right=Right.VOTE)
def compare(public_id: str) -> Answer:
    """Keep the word; a figure is kept nowhere, it goes on to a price that counts."""
    only_known_args()
    post, thread = queries.get_post_for(current_actor(), public_id)
    user_id = require_can_compare(current_actor(), post)
    mine = comparisons.find_comparison(user_id, post)
    form = CompareForm(data={"says": mine.says if mine else None})
    product, _ = queries.get_subject(thread)
    context = {"post": post, "thread": thread, "product": product}
    if form.validate_on_submit():
        with form.refusals():
            comparing.compare(current_actor(), post, Paid(form.says.data))
        if form.refused_by is None:
            notice("Thank you. It counts with the next weekly release.")
            if form.amount.data and product is not None:
                return render("threads/compared.html", form=form, **context)
            return redirect_path(post_path(public_id))
    least = LEAST_ORGANISATIONS
    return form_page(form, "threads/compare.html", mine=mine, least=least, **context)


@access(CONTRIBUTORS)
def withdraw_comparison(public_id: str) -> Answer:
    post, _ = queries.get_post_for(current_actor(), public_id)
    comparing.withdraw_comparison(current_actor(), post)
    notice("Withdrawn.")
    return redirect_path(post_path(public_id))
