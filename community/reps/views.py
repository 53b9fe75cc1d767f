"""Pages of a vendor's representatives: their desk, claiming a vendor, what they say."""

from collections.abc import Callable

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from community.accounts.models import TokenPurpose
from community.accounts.queries import get_own_link
from community.catalog.alerts import alert_of
from community.catalog.models import Vendor
from community.catalog.paths import vendor_path
from community.catalog.queries import get_vendor_by_id_for, get_vendor_for
from community.core.actors import Actor
from community.core.errors import Displaced, NotFound, StaleEdit
from community.core.forms import form_page, once, previewed_page
from community.core.liveforms import live_answer
from community.core.ports import Voice
from community.core.spokespeople import require_voice, voice_of
from community.core.web import (
    ANYONE,
    CLAIMANTS,
    REPS,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
    redirect_to,
    render,
)
from community.reps import desk, history, queries, reading, texts
from community.reps.access import (
    require_can_edit,
    require_spokesperson,
    require_writer,
)
from community.reps.forms import (
    AnswerForm,
    ButtonForm,
    ClaimForm,
    EditReplyForm,
    EditStatementForm,
    ReplyForm,
)
from community.reps.models import OfficialKind, OfficialText
from community.reps.paths import text_path
from community.reps.rules import claiming, publishing
from community.reps.rules.answering import answer_alert
from community.reps.rules.wording import checked_text
from community.reps.views_disputes import blueprint as disputes_pages
from community.reps.views_statements import blueprint as statements_pages
from community.threads.models import Thread
from community.threads.queries import get_question_post, get_thread_for

blueprint = Blueprint("reps", __name__)
blueprint.register_blueprint(disputes_pages)
blueprint.register_blueprint(statements_pages)
Answer = str | Response


@blueprint.get("/rep/")
@access(CLAIMANTS)
def home() -> Answer:
    only_known_args()
    actor = current_actor()
    voice = voice_of(actor)
    if voice is None:
        claim = queries.find_latest_claim(actor)
        return render("reps/start.html", claim=claim)
    return render("reps/desk.html", voice=voice, desk=reading.desk_of(actor, voice))


@blueprint.get("/rep/questions")
@access(REPS)
def questions() -> Answer:
    voice = _own_voice()
    page = desk.list_waiting_threads(voice.vendor_id, after_cursor())
    return render("reps/questions.html", voice=voice, page=page)


@blueprint.get("/rep/reviews")
@access(REPS)
def reviews() -> Answer:
    voice = _own_voice()
    page = desk.list_waiting_reviews(voice.vendor_id, after_cursor())
    return render("reps/reviews.html", voice=voice, page=page)


def _own_voice() -> Voice:
    """Return the voice of the actor, for lists; raise Forbidden for a rep of nobody."""
    only_known_args("after")
    return require_spokesperson(voice_of(current_actor()))


@blueprint.route("/rep/claim", methods=["GET", "POST"])
@access(CLAIMANTS)
def claim() -> Answer:
    only_known_args("vendor")
    form = ClaimForm()
    slug = request.args.get("vendor", "")
    if slug:
        form.vendor.offer(get_vendor_for(current_actor(), slug))
    if form.validate_on_submit():
        with form.refusals():
            _claim(form)
            return redirect_to("reps.home")
    return form_page(form, "reps/claim.html")


def _claim(form: ClaimForm) -> None:
    vendor: Vendor | None = form.vendor.vendor
    assert vendor is not None  # noqa: S101 - the field is required and has found it
    claiming.ask_to_speak_for(
        current_actor(),
        vendor,
        real_name=form.real_name.data or "",
        title=form.title.data or "",
        email=form.email.data or "",
    )
    notice("Open the link that we sent to that address, where you are logged in.")


@blueprint.route("/rep/claim/<link>", methods=["GET", "POST"])
@access(CLAIMANTS)
def prove(link: str) -> Answer:
    # Mail scanners open every link: only the button uses it.
    only_known_args()
    email = get_own_link(current_actor(), link, TokenPurpose.VENDOR).email
    form = ButtonForm()
    if form.validate_on_submit():
        with form.refusals():
            claiming.prove_claim(current_actor(), link)
            notice(
                "The address is yours. A moderator decides now, and we write to you."
            )
            return redirect_to("reps.home")
    return form_page(form, "reps/prove.html", email=email)


@blueprint.route("/rep/alert", methods=["GET", "POST"])
@access(REPS)
def alert() -> Answer:
    """Show the alert on the vendor's pages, and let its answer stand below."""
    only_known_args()
    voice = require_writer(current_actor())
    vendor = get_vendor_by_id_for(current_actor(), voice.vendor_id)
    form = AnswerForm(body=vendor.alert_answer)

    def do() -> str:
        return vendor_path(answer_alert(current_actor(), form.text))

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return form_page(form, "reps/alert.html", voice=voice, alert=alert_of(vendor))


@blueprint.route("/questions/<public_id>/official", methods=["GET", "POST"])
@access(REPS)
def reply(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    thread = _thread_of_reply(actor, public_id)
    voice = publishing.require_thread_of(actor, thread)
    given = texts.find_reply(actor, voice, thread.id, voice.vendor_id)
    if given is not None and request.method == "GET":
        return redirect_path(f"{text_path(given[0].public_id)}/edit")
    form, preview = ReplyForm(), ""
    if live := live_answer(form, lambda: checked_text(voice, form.body.data or "")[1]):
        return live
    if form.validate_on_submit():
        with form.refusals():
            if form.wants_preview:
                _source, preview = checked_text(voice, form.text)
            else:
                return once(form, lambda: _reply(thread, form))
    return _writing(form, thread, preview, voice=voice, text=None, current=None)


def _thread_of_reply(actor: Actor, public_id: str) -> Thread:
    try:
        return get_thread_for(actor, public_id)
    except NotFound:
        if request.method == "GET" or voice_of(actor) is None:
            raise
        # It may have been taken away while they wrote: their words say something yet.
        raise Displaced(
            "This question is not there any more. Your text is kept for a day: it can "
            "stand on your vendor’s pages as a statement.",
            leads_to="/rep/statements/new",
            way="Make a statement of it",
        ) from None


def _reply(thread: Thread, form: ReplyForm) -> str:
    text = publishing.reply(current_actor(), thread, form.text)
    return text_path(text.public_id)


def _writing(form: ReplyForm, thread: Thread, preview: str, **shown: object) -> Answer:
    question = get_question_post(thread)
    shown |= {"thread": thread, "question": question, "preview": preview}
    return previewed_page(form, "reps/reply.html", **shown)


@blueprint.get("/official/<public_id>")
@access(ANYONE)
def show(public_id: str) -> Answer:
    """Lead to where a text stands."""
    only_known_args()
    text = texts.get_own_text(current_actor(), public_id)
    return redirect(reading.place_of(current_actor(), text), code=302)


@blueprint.get("/official/<public_id>/history")
@access(ANYONE)
def versions(public_id: str) -> Answer:
    only_known_args("after")
    text = texts.get_text_for(current_actor(), public_id)
    page = history.list_versions(text, after_cursor())
    return render("reps/history.html", text=text, page=page)


@blueprint.route("/official/<public_id>/edit", methods=["GET", "POST"])
@access(REPS)
def edit(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    text = texts.get_own_text(actor, public_id)
    voice = require_voice(actor, text.vendor_id)
    if request.method == "GET":
        require_can_edit(voice, text)
    form, preview = _edit_form(text), ""
    if live := live_answer(form, lambda: checked_text(voice, form.body.data or "")[1]):
        return live
    if form.validate_on_submit():
        with form.refusals():
            if not form.wants_preview:
                return once(form, lambda: _edit(text, form))
            require_can_edit(voice, text)
            _source, preview = checked_text(voice, form.text)
    current = None
    if isinstance(form.refused_by, StaleEdit):
        current = texts.get_text(public_id)
        form.start_over_from(current.version)
    shown = {"voice": voice, "text": text, "current": current}
    if text.kind is OfficialKind.REPLY:
        thread = reading.thread_of(actor, text)
        return _writing(form, thread, preview, **shown)
    return previewed_page(form, "reps/statement.html", preview=preview, **shown)


def _edit_form(text: OfficialText) -> EditReplyForm:
    words = {"body": text.source, "version": text.version}
    if text.kind is OfficialKind.REPLY:
        return EditReplyForm(data=words)
    return EditStatementForm(data={**words, "heading": text.heading})


def _edit(text: OfficialText, form: EditReplyForm) -> str:
    heading = form.shown_heading if isinstance(form, EditStatementForm) else ""
    publishing.edit_text(
        current_actor(), text, heading=heading, body=form.text, version=form.seen
    )
    return text_path(text.public_id)


@blueprint.post("/official/<public_id>/remove")
@access(REPS)
def remove(public_id: str) -> Answer:
    return _act(public_id, publishing.remove_text, "Removed. You can bring it back.")


@blueprint.post("/official/<public_id>/restore")
@access(REPS)
def restore(public_id: str) -> Answer:
    return _act(public_id, publishing.restore_text, "It is back.")


def _act(
    public_id: str, act: Callable[[Actor, OfficialText], None], told: str
) -> Answer:
    text = texts.get_own_text(current_actor(), public_id)
    act(current_actor(), text)
    notice(told)
    return redirect_path(text_path(public_id))
