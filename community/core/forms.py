"""Forms that come back filled in, whatever happened, and that act once."""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import g, make_response, request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from werkzeug.wrappers import Response
from wtforms import FileField, HiddenField, IntegerField, StringField, validators
from wtforms.fields import choices
from wtforms.widgets import HiddenInput

from community.core import clock, stash
from community.core.db import Base, CreatedAt, begin_clean, db, insert_ignore
from community.core.errors import AppError, Conflict, Invalid, TooMany
from community.core.formtimes import opened_at, untimed_key
from community.core.standin import new_submission_key
from community.core.web import current_actor, redirect_path, render

MOST_VERSIONS = 1_000_000
_SUBMITTING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Submission(Base):
    """A form that was carried out, and where its sender was sent."""

    __tablename__ = "submission"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    location: Mapped[str] = mapped_column(sa.String(1000))
    created_at: Mapped[CreatedAt]


class Form(FlaskForm):  # type: ignore[misc]
    """A form with CSRF protection, an idempotency key, and a memory for lost text."""

    submission_key = HiddenField(default=new_submission_key)

    class Meta:
        csrf_time_limit = None  # as long as the session lives

        def wrap_formdata(self, form: "Form", formdata: Any) -> Any:
            """Take files for file fields only: in place of a text they break its reader."""
            if formdata is not _Auto:
                return formdata
            if not form.is_submitted():
                return None
            files = [
                (name, file)
                for name, file in request.files.items(multi=True)
                if isinstance(form._fields.get(name), FileField)
            ]
            return CombinedMultiDict([MultiDict(files), request.form])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.refusal: str | None = None
        self.refused_by: AppError | None = None
        typed = None
        if request.method == "GET" and not args and "formdata" not in kwargs:
            typed = self._typed_before()
            if typed is not None:
                kwargs["formdata"] = typed
        super().__init__(*args, **kwargs)
        if typed is not None:  # typed before, and sent by one press of a button
            self.submission_key.data = untimed_key()

    def _typed_before(self) -> MultiDict[str, str] | None:
        """Return what was typed here earlier and not sent, None for nothing."""
        return stash.find_stashed({name for name, _ in self._unbound_names()})

    def forget_typed(self) -> None:
        """Forget what was kept of it, now that it is sent."""
        stash.forget_stashed()

    @classmethod
    def _unbound_names(cls) -> list[tuple[str, object]]:
        return [
            (name, getattr(cls, name))
            for name in dir(cls)
            if hasattr(getattr(cls, name, None), "_formfield")
        ]

    @property
    def opened_at(self) -> datetime | None:
        """When its page was handed out; None where that says nothing of its sender."""
        return opened_at(str(self.submission_key.data or ""))

    def is_submitted(self) -> bool:
        return request.method in _SUBMITTING

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the shape; an expired page is an error of the form, not of a field."""
        valid = bool(super().validate(extra_validators=extra_validators))
        if not g.csrf_valid_token:
            self.refusal = "This page was open for too long. Nothing is lost: please send it again."
            return False
        return valid

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn a rule's refusal into errors of the form, and forget what was begun.

        A limit or a conflict refuses too: the page comes back with all that was typed.
        """
        try:
            yield
        except (Invalid, Conflict, TooMany) as error:
            begin_clean()
            self.refused_by = error
            self.refusal = error.message
            for name, sentence in getattr(error, "fields", {}).items():
                if name in self._fields:
                    self._fields[name].errors = [*self._fields[name].errors, sentence]
                else:
                    self.refusal = f"{self.refusal} {sentence}"


class VersionedForm(Form):
    """Carries the version that its author has seen, so that no edit undoes another."""

    version = IntegerField(
        "Version",
        [
            validators.InputRequired("Open the page again to edit."),
            validators.NumberRange(1, MOST_VERSIONS, "Open the page again to edit."),
        ],
        widget=HiddenInput(),
    )

    @property
    def seen(self) -> int:
        return self.version.data or 0

    def start_over_from(self, version: int) -> None:
        """Have the next sending replace `version`: its text has been shown now."""
        self.version.data = version
        self.version.raw_data = None


class PreviewedForm(Form):
    """Has a button more, which shows what would come of the form and sends nothing."""

    preview = StringField()

    @property
    def wants_preview(self) -> bool:
        return bool(self.preview.data)


class AskingForm(FlaskForm):  # type: ignore[misc]
    """A form whose answer is a page and nothing else, for routes that change nothing.

    It has no token, no key and no memory: a visitor who asks gets no cookie.
    """

    class Meta:
        csrf = False

        def wrap_formdata(self, form: "AskingForm", formdata: Any) -> Any:
            if formdata is not _Auto:
                return formdata
            return request.form if form.is_submitted() else None

    refusal: str | None = None
    refused_by: AppError | None = None

    def is_submitted(self) -> bool:
        return request.method in _SUBMITTING


def options(
    pairs: Iterable[tuple[str, str]], keys: Mapping[Any, str] | None = None
) -> Any:
    """Return (value, label) pairs as what select and radio fields take.

    `keys` are those that choose a value, where one does.
    """
    make = choices.SelectChoice  # type: ignore[attr-defined]
    pressed = {
        str(one): {"aria-keyshortcuts": key} for one, key in (keys or {}).items()
    }
    return [make(str(one), label, pressed.get(str(one), {})) for one, label in pairs]


def form_page(form: Form | AskingForm, template: str, **context: object) -> Response:
    """Render the page of a form: 200 when it was asked for, or why it was refused."""
    response: Response = make_response(render(template, form=form, **context))
    if form.is_submitted():
        response.status_code = form.refused_by.status if form.refused_by else 422
    if isinstance(form.refused_by, TooMany):
        response.headers["Retry-After"] = str(form.refused_by.retry_after)
    return response


def previewed_page(
    form: Form, template: str, *, preview: object, **context: object
) -> Response:
    """Render the page of a form with `preview`, what would come of it, where it was asked for.

    That was no refusal, so it is 200, unless a rule refused more than the preview.
    """
    response = form_page(form, template, preview=preview, **context)
    if preview and form.refused_by is None:
        response.status_code = 200
    return response


def once(form: Form, operation: Callable[[], str]) -> Response:
    """Run `operation`, which returns a path, once for this form; redirect there (303).

    A form that is sent again, by a double click or a reload, gets the redirect of the
    first; with other words in it (Back, changed, sent) it is another form. Two at the
    same time: the second waits for the first to commit.
    """
    form.forget_typed()
    key = _key_of(form)
    row = {"key": key, "location": "", "created_at": clock.now()}
    if not insert_ignore(Submission, [row]):
        location = db.session.scalar(
            sa.select(Submission.location).where(Submission.key == key)
        )
        return redirect_path(location or "/")
    location = operation()
    db.session.execute(
        sa.update(Submission).where(Submission.key == key).values(location=location)
    )
    return redirect_path(location)


def done_before(form: Form) -> Response | None:
    """Return the redirect of a form that once() has carried out, None for a new one.

    For what is dear to prepare: who sends it twice gets the first one's answer.
    """
    location = db.session.scalar(
        sa.select(Submission.location).where(Submission.key == _key_of(form))
    )
    return redirect_path(location) if location else None


def _key_of(form: Form) -> str:
    """Return what makes this submission itself: who sent which form with what in it."""
    drawn = str(form.submission_key.data or secrets.token_urlsafe(16))
    typed = sorted(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != "csrf_token"
    )
    scope = json.dumps([current_actor().user_id, request.endpoint, drawn, typed])
    return hashlib.sha256(scope.encode()).hexdigest()
