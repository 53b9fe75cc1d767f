"""Forms whose page shows how a text will look while one writes it, and keeps what is typed."""

from collections.abc import Callable
from typing import Any

from flask import jsonify
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import IntegerField, StringField, validators
from wtforms.widgets import HiddenInput

from community.core import keptforms
from community.core.db import begin_clean
from community.core.errors import Invalid
from community.core.forms import MOST_VERSIONS, Form
from community.core.web import notice, redirect_path


class LiveForm(Form):
    """A form whose page shows how a text will look while one writes it."""

    live = StringField()
    """Sent by the page itself: it would like to see, and posts nothing."""

    @property
    def is_live(self) -> bool:
        return self.is_submitted() and bool(self.live.data)


class KeepingForm(LiveForm):
    """A form of which the site keeps what is typed, by itself or by a button.

    `keeps` says what that is, in the list of drafts; "" on a form that keeps nothing.
    """

    keeps = ""
    draft_of: keptforms.Found | None = None
    """What its page was filled in with: begun before, and not sent."""

    save = StringField()
    """The button that keeps what is typed, right or wrong, and sends nothing."""
    kept = IntegerField(
        "Kept",
        [validators.Optional(), validators.NumberRange(0, MOST_VERSIONS)],
        widget=HiddenInput(),
    )
    """Which version of what is kept the page shows; 0 of nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_submitted():
            self.kept.data = self.draft_of.version if self.draft_of else 0

    @property
    def wants_saving(self) -> bool:
        return self.is_submitted() and bool(self.save.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the shape; what is only to be kept is not sent, however right it is."""
        valid = super().validate(extra_validators=extra_validators)
        return valid and not self.wants_saving

    def saved(self) -> Response | None:
        """Keep what was typed and show its page again; None where that is refused."""
        self.validate()
        for one in self._fields.values():
            one.errors = []
        if self.refusal:
            return None
        seen = self.kept.data or 0
        said, version = keptforms.keep(self.keeps, seen)
        if version == seen:
            self.refusal = said or "This is too long to be kept as a draft."
            return None
        notice("Your draft is saved.")
        return redirect_path(keptforms.here())

    def _typed_before(self) -> MultiDict[str, str] | None:
        stashed = super()._typed_before()
        if stashed is not None:
            return stashed
        self.draft_of = keptforms.find_kept()
        return None if self.draft_of is None else self.draft_of.values

    def forget_typed(self) -> None:
        super().forget_typed()
        if self.keeps:
            keptforms.forget_kept()

    def keep(self) -> dict[str, Any]:
        """Keep what was typed; return what its page has to know of that."""
        if not self.keeps:
            return {"said": ""}
        said, version = keptforms.keep(self.keeps, self.kept.data or 0)
        return {"said": said, "kept": version}


def live_answer(form: LiveForm, show: Callable[[], str]) -> Response | None:
    """Answer a page that asks how its text looks so far, or that only wants it kept.

    Returns None for who pressed another button, or where keeping it is refused. `show`
    returns HTML, or raises Invalid for what can't be posted yet: nothing is shown of it
    then. A page that is too old is refused by core.lifecycle.
    """
    if isinstance(form, KeepingForm) and form.wants_saving:
        return form.saved()
    if not form.is_live:
        return None
    html = ""
    try:
        html = show()
    except Invalid:
        begin_clean()
    told = form.keep() if isinstance(form, KeepingForm) else {"said": ""}
    return jsonify(html=html, **told)
