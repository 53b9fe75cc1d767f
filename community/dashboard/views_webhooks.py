"""Webhooks: where events go, their secrets, and the log of what became of each delivery."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from community.core.forms import form_page, once
from community.core.web import (
    HOSTS,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    redirect_to,
    render,
)
from community.dashboard.forms_desk import WebhookForm
from community.dashboard.webhookkinds import OFF_LABELS, TOLD, DeliveryState
from community.dashboard.webhooks import keeping, reading
from community.dashboard.webhooks.keeping import Wanted

blueprint = Blueprint("webhooks", __name__, url_prefix="/webhooks")
"""Mounted under the dashboard: endpoints are called dashboard.webhooks.…"""

_STATES = {
    DeliveryState.WAITING: ("On its way", "accent"),
    DeliveryState.DELIVERED: ("Delivered", "good"),
    DeliveryState.FAILED: ("Given up", "bad"),
}


@blueprint.route("/", methods=["GET", "POST"])
@access(HOSTS)
def index() -> Response:
    only_known_args()
    form = WebhookForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _add(form))
    return form_page(
        form,
        "dashboard/webhooks.html",
        webhooks=reading.list_webhooks(),
        off=OFF_LABELS,
        told=TOLD,
    )


def _add(form: WebhookForm) -> str:
    webhook = keeping.add_webhook(current_actor(), _wanted(form))
    notice("Added. Give its secret to the receiver, then send a test.")
    return url_for("dashboard.webhooks.show", public_id=webhook.public_id)


def _wanted(form: WebhookForm) -> Wanted:
    return Wanted(form.url.data or "", form.events.data or ())


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@access(HOSTS)
def show(public_id: str) -> Response:
    only_known_args("after")
    webhook = reading.get_webhook(public_id)
    form = WebhookForm()
    if form.validate_on_submit():
        with form.refusals():
            keeping.change_webhook(current_actor(), webhook, _wanted(form))
            notice("Saved.")
            return redirect_to("dashboard.webhooks.show", public_id=public_id)
    elif not form.is_submitted():
        form.url.data, form.events.data = webhook.url, webhook.events
    return form_page(
        form,
        "dashboard/webhook.html",
        webhook=webhook,
        log=reading.list_log(webhook, after_cursor()),
        off=OFF_LABELS,
        states=_STATES,
    )


@blueprint.post("/<public_id>/secret")
@access(HOSTS)
def secret(public_id: str) -> str:
    webhook = reading.get_webhook(public_id)
    return render(
        "dashboard/webhook_secret.html",
        webhook=webhook,
        secret=keeping.show_secret(current_actor(), webhook),
    )


@blueprint.post("/<public_id>/rotate")
@access(HOSTS)
def rotate(public_id: str) -> Response:
    keeping.rotate_secret(current_actor(), reading.get_webhook(public_id))
    notice("There is a new secret. The one before signs beside it for a day.")
    return redirect_to("dashboard.webhooks.show", public_id=public_id)


@blueprint.post("/<public_id>/switch")
@access(HOSTS)
def switch(public_id: str) -> Response:
    webhook = reading.get_webhook(public_id)
    is_on = request.form.get("on") == "yes"
    keeping.switch(current_actor(), webhook, on=is_on)
    notice("It hears of events again." if is_on else "It hears of nothing any more.")
    return redirect_to("dashboard.webhooks.show", public_id=public_id)


@blueprint.post("/<public_id>/test")
@access(HOSTS)
def test(public_id: str) -> Response:
    keeping.test_webhook(reading.get_webhook(public_id))
    notice("A test is on its way: the log below tells what becomes of it.")
    return redirect_to("dashboard.webhooks.show", public_id=public_id)


@blueprint.post("/<public_id>/delete")
@access(HOSTS)
def delete(public_id: str) -> Response:
    keeping.delete_webhook(current_actor(), reading.get_webhook(public_id))
    notice("Deleted, with its secret and its log.")
    return redirect_to("dashboard.webhooks.index")


@blueprint.post("/<public_id>/deliveries/<delivery_id>/again")
@access(HOSTS)
def again(public_id: str, delivery_id: str) -> Response:
    webhook = reading.get_webhook(public_id)
    keeping.send_again(webhook, reading.get_delivery(webhook, delivery_id))
    notice("It is sent again, under the same id.")
    return redirect_to("dashboard.webhooks.show", public_id=public_id)
