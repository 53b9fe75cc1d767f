"""The forms about one's own data."""

from wtforms import RadioField, validators

from community.accounts.forms import known_password
from community.core.forms import Form, options

LEAVE, TAKE = "leave", "take"


class ExportForm(Form):
    """Ask for the file."""

    current_password = known_password(
        "Password", "So that nobody else at your device can do this."
    )


class FetchForm(Form):
    """Have the file, or have it deleted."""

    current_password = known_password(
        "Password", "Once more, because everything of yours is in it."
    )


class LeaveForm(Form):
    """Ask for the account to go."""

    texts = RadioField(
        "Your public questions, answers and reviews",
        [validators.InputRequired("Choose what becomes of them.")],
        choices=options(
            [
                (LEAVE, "They stay, by “Deleted member”: others rely on them"),
                (TAKE, "They go, with their words in others’ quotations"),
            ]
        ),
    )
    current_password = known_password(
        "Password", "So that nobody else at your device can do this."
    )

    @property
    def leave_texts(self) -> bool:
        return bool(self.texts.data == LEAVE)
