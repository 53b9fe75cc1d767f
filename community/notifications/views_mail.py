"""How one hears of news: the page about it, and the links in mails that need no login."""

from flask import Blueprint, make_response, request
from werkzeug.wrappers import Response

from community.accounts.queries import find_user, get_own_account
from community.accounts.rules import people
from community.core.errors import NotFound
from community.core.forms import form_page
from community.core.repeating import Repeated
from community.core.settings import get_settings
from community.core.web import (
    ANYONE,
    SIGNED_IN,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
    render,
)
from community.notifications import queries, tokens
from community.notifications.forms import WishesForm
from community.notifications.rules import bouncing, trying, wishing
from community.notifications.targets import find_targets
from community.notifications.tokens import Unsubscribing

_PAGE = "/account/notifications"
_SMALL_BODY = 10_000

blueprint = Blueprint("mailing", __name__)
Answer = str | Response


@blueprint.route(_PAGE, methods=["GET", "POST"])
@access(SIGNED_IN)
def wishes() -> Answer:
    only_known_args()
    account = get_own_account(current_actor())
    reader = queries.find_reader(account.id)
    now = queries.wishes_from(reader)
    form = WishesForm(
        oneself=now.oneself,
        followed=now.followed,
        follows_own=now.follows_own,
        mail_is_on=not now.mail_is_off,
        reminders_are_on=not now.reminders_are_off,
        late_mail_is_on=not now.late_mail_is_off,
        quiet_from="" if now.quiet is None else str(now.quiet.begins),
        quiet_until="" if now.quiet is None else str(now.quiet.ends),
    )
    if form.validate_on_submit():
        wishing.change_wishes(current_actor(), form.wishes)
        notice("Saved.")
        return redirect_path(_PAGE)
    feed_id = None if reader is None else reader.feed_id
    return form_page(
        form,
        "notifications/wishes.html",
        account=account,
        is_stopped=bouncing.is_stopped(reader),
        feeds=_feeds(feed_id),
    )


def _feeds(feed_id: str | None) -> list[tuple[str, str]]:
    if feed_id is None:
        return []
    base = f"{get_settings().base_url}/feeds/private/{tokens.feed_token(feed_id)}"
    return [
        ("What is new in what you follow", f"{base}/news.atom"),
        ("Your saved list", f"{base}/saved.atom"),
    ]


@blueprint.post(f"{_PAGE}/mail-again")
@access(SIGNED_IN)
def mail_again() -> Answer:
    bouncing.begin_again(current_actor())
    notice("Mails go out to your address again.")
    return redirect_path(_PAGE)


@blueprint.post(f"{_PAGE}/test-mail")
@access(SIGNED_IN)
def test_mail() -> Answer:
    trying.send_test_mail(current_actor())
    notice("A test mail is on its way to your address.")
    return redirect_path(_PAGE)


@blueprint.post(f"{_PAGE}/feeds")
@access(SIGNED_IN)
def feeds() -> Answer:
    """Open private feeds, give them new addresses, or close them."""
    if request.form.get("what") == "close":
        wishing.close_feeds(current_actor())
        notice("Your private feeds are closed; their addresses lead nowhere.")
    else:
        wishing.renew_feeds(current_actor())
        notice("Your private feeds have new addresses. Older ones lead nowhere.")
    return redirect_path(_PAGE)


@blueprint.route("/unsubscribe/<token>", methods=["GET", "POST"])
@access(ANYONE, max_body=_SMALL_BODY, by_link=True)
def unsubscribe(token: str) -> Answer:
    """End mails without a login (RFC 8058); a GET only asks, for scanners open links.

    Only the page that has just ended them undoes it.
    """
    which = tokens.read_unsubscribe(token)
    user = find_user(which.user_id)
    if user is None:
        raise NotFound("There is no such account any more.")
    done, undo = "", ""
    if request.method == "POST":
        done, undo = _end_or_undo(which, request.form.get("undo"))
    response = make_response(
        render(
            "notifications/unsubscribe.html",
            handle=user.handle,
            about=_name_of(which),
            kind=which.repeated,
            done=done,
            undo=undo,
        ),
        409 if done == "late" else 200,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _end_or_undo(which: Unsubscribing, mark: str | None) -> tuple[str, str]:
    """Return what was done, and what undoes it, if anything does."""
    if mark is None:
        has_ended = _switch(which, on=False)
        return "ended", tokens.undo_mark(which) if has_ended else ""
    if not tokens.is_undone_by(which, mark):
        return "late", ""
    _switch(which, on=True)
    return "undone", ""


def _switch(which: Unsubscribing, *, on: bool) -> bool:
    """End or begin mails; return whether that may have changed anything."""
    if which.repeated is Repeated.ASKED:
        return people.switch_asking(which.user_id, on=on)
    if which.repeated is Repeated.REMINDER:
        wishing.switch_reminders(which.user_id, on=on)
    elif which.repeated is Repeated.LATE:
        wishing.switch_late_mail(which.user_id, on=on)
    elif which.followed is None:
        wishing.switch_mail(which.user_id, on=on)
    else:
        wishing.switch_mail_about(which.user_id, which.followed, which.object_id, on=on)
    return True


def _name_of(which: Unsubscribing) -> str:
    """Return what mails are about, as whoever holds the mail may see it."""
    if which.followed is None:
        return ""
    key = which.followed, which.object_id
    found = find_targets(current_actor(), [key]).get(key)
    return found.name if found else "something that was taken away"
