"""Pages of questions: one thread, its posts, editing them, and their versions."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from community.accounts import looking
from community.core.errors import BadRequest, StaleEdit
from community.core.forms import once, previewed_page
from community.core.fronts import under_review
from community.core.liveforms import live_answer
from community.core.settings import get_settings
from community.core.standin import tell
from community.core.web import (
    ANYONE,
    CONTRIBUTORS,
    SIGNED_IN,
    access,
    after_cursor,
    current_actor,
    only_known_args,
    render,
)
from community.threads import (
    buttons,
    cardpages,
    comparepages,
    duplicates,
    history,
    listpages,
    mine,
    names,
    queries,
    reading,
    savedpages,
    writing,
)
from community.threads.access import is_author, require_can_edit
from community.threads.forms import EditAnswerForm, EditQuestionForm
from community.threads.linkeddata import linked_data
from community.threads.models import Post, PostKind, Thread
from community.threads.paths import post_path, thread_path
from community.threads.reads import find_first_new, note_reading
from community.threads.rules import asking, editing
from community.threads.rules.asking import Preview
from community.threads.sitemap import is_thin
from community.threads.threadview import STATE_MARKS, PostView, Sort, ThreadView

blueprint = Blueprint("threads", __name__)
for pages in (
    buttons,
    cardpages,
    comparepages,
    duplicates,
    listpages,
    names,
    savedpages,
    writing,
):
    pages.add_to(blueprint)
Answer = str | Response


@blueprint.get("/questions/mine")
@access(SIGNED_IN)
def own() -> Answer:
    page = mine.list_own_posts(current_actor(), _page_marker())
    return render("threads/mine.html", page=page, states=STATE_MARKS)


def _page_marker() -> str | None:
    only_known_args("after")
    return after_cursor()


@blueprint.get("/questions/<public_id>")
@access(ANYONE)
def find(public_id: str) -> Answer:
    only_known_args()
    thread = queries.get_thread_for(current_actor(), public_id)
    return redirect(thread_path(thread.public_id, thread.slug), code=301)


@blueprint.get("/questions/<public_id>/<slug>")
@access(ANYONE)
def show(public_id: str, slug: str) -> Answer:
    only_known_args("sort", "after", "quote")
    view = reading.get_thread_view(
        current_actor(), public_id, sort=_sort(), after=after_cursor()
    )
    if view.thread.merged_at is not None and view.duplicate_of is not None:
        return redirect(view.duplicate_of.url)  # it may be undone: not for good
    if slug != view.thread.slug:
        query = request.query_string.decode("ascii", "ignore")
        return redirect(f"{view.url}?{query}" if query else view.url, code=301)
    form = None
    if view.may_answer:
        form = writing.answer_form(view.thread, quote=request.args.get("quote", ""))
    thin = is_thin(view.thread)
    page = render(
        "threads/show.html",
        view=view,
        form=form,
        preview=None,
        thin=thin,
        parted=queries.list_parted(view.thread),
        in_front=_in_front(view),
        # For search engines, who are visitors.
        linked_data=linked_data(view, get_settings().base_url)
        if current_actor().is_visitor and not thin
        else None,
    )
    shown = {
        "thread_id": view.thread.id,
        "last_post_id": view.last_post_id,
        "answers": view.thread.answer_count,
    }
    if not tell(**shown):
        note_reading(current_actor(), before=view.before, **shown)
    return page


@blueprint.get("/questions/<public_id>/first-new")
@access(ANYONE)
def first_new(public_id: str) -> Answer:
    """Lead to the first answer that its reader has not seen, or to the question."""
    only_known_args()
    thread = queries.get_thread_for(current_actor(), public_id)
    found = find_first_new(current_actor(), thread)
    path = thread_path(thread.public_id, thread.slug)
    return redirect(post_path(found.public_id) if found else path, code=302)


def _sort() -> Sort:
    try:
        return Sort(request.args.get("sort", Sort.BEST))
    except ValueError:
        raise BadRequest("Answers are sorted by “best” or “oldest”.") from None


@blueprint.get("/questions/posts/<public_id>")
@access(ANYONE)
def post(public_id: str) -> Answer:
    """Lead to the page of the thread on which a post stands, by its anchor."""
    only_known_args()
    found, thread = queries.get_post_for(current_actor(), public_id)
    path = thread_path(thread.public_id, thread.slug)
    marker = None
    if found.kind is PostKind.ANSWER:
        marker = reading.find_page_of(current_actor(), found)
    page = f"{path}?after={marker}" if marker else path
    return redirect(f"{page}#post-{found.public_id}", code=302)


@blueprint.get("/questions/posts/<public_id>/history")
@access(ANYONE)
def versions(public_id: str) -> Answer:
    found, thread = queries.get_readable_post_for(current_actor(), public_id)
    page = history.list_versions(found, _page_marker())
    may_redact = is_author(current_actor(), found)
    context = {"post": found, "thread": thread, "may_redact": may_redact}
    return render("threads/history.html", page=page, **context)


@blueprint.route("/questions/posts/<public_id>/edit", methods=["GET", "POST"])
@access(CONTRIBUTORS)
def edit(public_id: str) -> Answer:
    only_known_args()
    found, thread = queries.get_post_for(current_actor(), public_id)
    require_can_edit(current_actor(), found)
    form = _edit_form(found, thread)
    form.keeps = f"Edit of your {found.kind.value}: {thread.title}"
    if live := live_answer(form, lambda: _so_far(form)):
        return live
    preview: Preview | None = None
    warned = None
    if form.validate_on_submit():
        own_names = writing.own_names(form, found)
        with form.refusals():
            if form.wants_preview:
                preview = _preview(form)
                warned = looking.warning_of(form, own_names)
            else:
                warned = looking.look_over(form, own_names)
                if warned is None:
                    return once(form, lambda: _edit(form, thread, found))
    current = found if isinstance(form.refused_by, StaleEdit) else None
    if current is not None:
        form.start_over_from(current.version)
    return previewed_page(
        form,
        "threads/edit.html",
        preview=preview,
        thread=thread,
        post=found,
        current=current,
        warned=warned,
    )


def _edit_form(post: Post, thread: Thread) -> EditQuestionForm | EditAnswerForm:
    words = {
        "body": post.source,
        "version": post.version,
        "interested": post.interested,
    }
    if post.kind is PostKind.ANSWER:
        return EditAnswerForm(data=words)
    tags = queries.list_tags_of([thread.id]).get(thread.id, ())
    form = EditQuestionForm(
        data={**words, "title": thread.title, "tags": " ".join(tags)}
    )
    form.product.offer_subject(*queries.get_subject(thread))
    return form


def _preview(form: EditQuestionForm | EditAnswerForm) -> Preview:
    if isinstance(form, EditQuestionForm):
        return asking.preview_question(current_actor(), form.draft)
    return asking.preview_answer(current_actor(), form.text)


def _so_far(form: EditQuestionForm | EditAnswerForm) -> str:
    html = asking.preview_so_far(current_actor(), form.body.data or "")
    return render("threads/_live.html", form=form, html=html) if html else ""


def _edit(form: EditQuestionForm | EditAnswerForm, thread: Thread, post: Post) -> str:
    actor, version = current_actor(), form.seen
    interested = form.interested.data
    if isinstance(form, EditQuestionForm):
        editing.edit_question(
            actor, thread, form.draft, version=version, interested=interested
        )
    else:
        editing.edit_answer(
            actor, post, form.text, version=version, interested=interested
        )
    return post_path(post.public_id)


def _in_front(view: ThreadView) -> list[PostView]:
    """Return the posts with a deal below that moderators look at first."""
    shown = [view.question, *view.answers.items]
    ids = under_review("post", [one.post.id for one in shown if one.post.card_id])
    return [one for one in shown if one.post.id in ids]
