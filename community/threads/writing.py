"""Writing: asking with what is similar, answering, and drafts of both."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from flask import Blueprint, jsonify, request
from werkzeug.wrappers import Response

from community.accounts import looking
from community.catalog.models import Product
from community.catalog.queries import find_product_by_public_id_for
from community.core.db import begin_clean, transaction
from community.core.errors import AppError, NotFound, StaleEdit
from community.core.forms import once, previewed_page
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
from community.threads import queries, reading, saved
from community.threads.cards import own_cards
from community.threads.forms import AnswerForm, AskForm, PostForm
from community.threads.models import Post, Thread
from community.threads.paths import post_path, thread_path
from community.threads.quoting import quotation
from community.threads.rules import asking, saving
from community.threads.rules.attaching import attach_card
from community.threads.saved import SavedDraft
from community.threads.similar import list_similar, list_while_typing
from community.threads.threadview import Sort

Answer = str | Response


def add_to(blueprint: Blueprint) -> None:
    """Add these routes to the blueprint of questions."""
    blueprint.route("/questions/ask", methods=["GET", "POST"])(ask)
    blueprint.get("/questions/similar")(similar)
    blueprint.post("/questions/<public_id>/answers")(answer)


@access(CONTRIBUTORS, right=Right.ASK)
def ask() -> Answer:
    only_known_args("product", "draft")
    form = AskForm(data=_asked_draft())
    product = _asked_product()
    if product is not None:
        form.product.offer(product)
    context: dict[str, Any] = {
        "preview": None,
        "warned": None,
        "similar": list_similar(current_actor(), "", product),
    }

    def preview() -> None:
        context["preview"] = asking.preview_question(
            current_actor(), form.draft, anonymous=form.is_anonymous
        )
        context["similar"] = list_similar(
            current_actor(), form.draft.title, form.product.product
        )

    done = _go(form, None, context, preview=preview, post=lambda: _ask(form))
    return done or _page(form, "threads/ask.html", None, context)


def _asked_product() -> Product | None:
    return find_product_by_public_id_for(
        current_actor(), request.args.get("product", "")
    )


def _asked_draft() -> dict[str, Any]:
    """Return what a draft fills the form with; what is sent says all of that itself.

    So a draft that was posted, or deleted elsewhere, stops nobody from sending.
    """
    public_id = request.args.get("draft")
    if not public_id or request.method == "POST":
        return {}
    return _values(saved.get_draft(current_actor(), public_id))


def _ask(form: AskForm) -> str:
    thread = asking.ask(
        current_actor(),
        form.draft,
        anonymous=form.is_anonymous,
        interested=form.interested.data,
        opened_at=_opened_at(form, None),
    )
    _attach(form, queries.get_question_post(thread))
    saving.drop_posted(current_actor(), None, form.seen, form.typed)
    return thread_path(thread.public_id, thread.slug)


@access(CONTRIBUTORS)
def similar() -> Answer:
    """Return what is like a title and about the product that is typed, so far."""
    only_known_args("q", "product")
    typed = request.args.get("product", "")
    found = list_while_typing(current_actor(), request.args.get("q", ""), typed)
    return jsonify(html=render("threads/_similar.html", similar=found))


@access(CONTRIBUTORS, right=Right.ANSWER)
def answer(public_id: str) -> Answer:
    only_known_args()
    form = AnswerForm()
    thread = _question_of(form, public_id)
    context: dict[str, Any] = {"preview": None, "warned": None}

    def preview() -> None:
        context["preview"] = asking.preview_answer(
            current_actor(), form.text, anonymous=form.is_anonymous
        )

    done = _go(
        form, thread, context, preview=preview, post=lambda: _answer(thread, form)
    )
    if done:
        return done
    context["view"] = reading.get_thread_view(
        current_actor(), public_id, sort=Sort.BEST, after=None
    )
    return _page(form, "threads/show.html", thread, context)


def _question_of(form: AnswerForm, public_id: str) -> Thread:
    """Return the question; one that was taken away meanwhile leaves the answer a draft."""
    try:
        return queries.get_thread_for(current_actor(), public_id)
    except NotFound:
        form.forgive()
        begin_clean()
        thread = queries.find_any_thread(public_id)
        if thread is not None and not form.refusal:
            with suppress(AppError), transaction():
                _keep(form, thread)
        raise


def _answer(thread: Thread, form: AnswerForm) -> str:
    post = asking.answer(
        current_actor(),
        thread,
        form.text,
        anonymous=form.is_anonymous,
        interested=form.interested.data,
        opened_at=_opened_at(form, thread),
    )
    _attach(form, post)
    saving.drop_posted(current_actor(), thread, form.seen, form.typed)
    return post_path(post.public_id)


def _opened_at(form: AskForm | AnswerForm, thread: Thread | None) -> datetime | None:
    """Return when the form was opened; None where it came with a draft from before."""
    draft = saving.find_saved(current_actor(), thread, form.seen)
    opened = form.opened_at
    if draft is None or opened is None or opened <= draft.saved_at:
        return opened
    return None


def _attach(form: AskForm | AnswerForm, post: Post) -> None:
    """Put the chosen deal below a new post; refuse both where it may not stand there."""
    if form.card.data:
        attach_card(current_actor(), post, form.card.data)


def answer_form(thread: Thread, quote: str = "") -> AnswerForm:
    """Return the form below a question, filled in with what its reader was writing.

    With `quote`, the id of a post, that post's words come before.
    """
    draft = saved.find_answer_draft(current_actor(), thread.id)
    values = _values(draft) if draft else {"body": ""}
    if quote:
        values["body"] = quotation(current_actor(), thread, quote) + values["body"]
    return AnswerForm(data=values)


def own_names(form: PostForm, post: Post | None = None) -> list[str]:
    """Return what a text must not tell of its author, for looking.look_over()."""
    anonymous = form.is_anonymous or (post is not None and post.alias is not None)
    return looking.own_names(current_actor(), anonymous=anonymous)


def _go(
    form: AskForm | AnswerForm,
    thread: Thread | None,
    context: dict[str, Any],
    *,
    preview: Callable[[], None],
    post: Callable[[], str],
) -> Response | None:
    """Do what the button says that was pressed; None when the form comes back."""
    if form.is_live:
        return _live(form, thread)
    if form.wants_saving:
        return _save(form, thread)
    if not form.validate_on_submit():
        return None
    own = own_names(form)
    with form.refusals():
        if form.wants_preview:
            preview()
            context["warned"] = looking.warning_of(form, own)
            draft = _keep(form, thread)
            form.go_on_with(draft.public_id, draft.version)
            return None
        context["warned"] = looking.look_over(form, own)
        if context["warned"] is None:
            return once(form, post)
    return None


def _live(form: AskForm | AnswerForm, thread: Thread | None) -> Response:
    """Keep what was typed so far, right or wrong, and tell the page how it will look."""
    form.forgive()
    told: dict[str, Any] = {"html": ""}
    if saving.is_posted(current_actor(), form.typed.body):
        return jsonify(said="", **told)
    if not form.refusal:
        with form.refusals():
            draft = _keep(form, thread)
            if html := asking.preview_so_far(current_actor(), draft.body):
                told["html"] = render("threads/_live.html", form=form, html=html)
            told |= {"draft_id": draft.public_id, "draft_version": draft.version}
    return jsonify(said=form.refusal or "Kept as a draft.", **told)


def _save(form: AskForm | AnswerForm, thread: Thread | None) -> Response | None:
    """Keep what was typed, right or wrong; None when that is refused."""
    form.forgive()
    draft = None
    if not form.refusal:
        with form.refusals():
            draft = _keep(form, thread)
    if draft is None:
        return None
    notice("Your draft is saved.")
    if thread is None:
        return redirect_path(f"/questions/ask?draft={draft.public_id}")
    return redirect_path(f"{thread_path(thread.public_id, thread.slug)}#answer")


def _keep(form: AskForm | AnswerForm, thread: Thread | None) -> SavedDraft:
    return saving.save_draft(current_actor(), form.typed, thread=thread, seen=form.seen)


def _page(
    form: AskForm | AnswerForm,
    template: str,
    thread: Thread | None,
    context: dict[str, Any],
) -> Response:
    """Show the form again; where another draft was in the way, with that one's text."""
    other = None
    if isinstance(form.refused_by, StaleEdit):
        other = saving.find_saved(current_actor(), thread, form.seen)
    if other is not None:
        form.go_on_with(other.public_id, other.version)
    context["cards"] = cards = (
        own_cards(current_actor()) if form.is_submitted() else None
    )
    chosen = [one for one in cards or () if one.public_id == form.card.data]
    context["card"] = chosen[0] if chosen else None
    return previewed_page(form, template, other=other, **context)


def _values(draft: SavedDraft) -> dict[str, Any]:
    return {
        "title": draft.title,
        "product": draft.product,
        "body": draft.body,
        "tags": draft.tags,
        "anonymous": draft.anonymous,
        "interested": draft.interested,
        "draft_id": draft.public_id,
        "draft_version": str(draft.version),
    }
