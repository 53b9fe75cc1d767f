"""The forms of following and of how one wants to hear: shape and wording."""

from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired, ValidationError

from community.core.forms import Form, options
from community.core.selects import SelectField
from community.notifications.kinds import (
    FREQUENCY_LABELS,
    LEVEL_LABELS,
    Followed,
    Frequency,
    Level,
)
from community.notifications.levels import LEVEL_WORDS, Wishes
from community.notifications.quiet import HOURS, QuietHours

OFF = "off"
USUAL = "usual"
_CHOOSE = "Choose one of these."
_NONE = ("", "None")
_HOURS = options([_NONE, *((str(hour), f"{hour:02d}:00") for hour in HOURS)])


class FollowForm(Form):
    """How much somebody wants to hear of one thing; "off" is nothing, and no follow."""

    level = RadioField(
        "What would you like to hear?",
        [InputRequired(_CHOOSE)],
        choices=options([*LEVEL_LABELS.items(), (OFF, "Don’t follow")]),
        validate_choice=True,
    )

    def explain(self, followed: Followed) -> None:
        """Say beside each level what it brings for such a thing."""
        words = LEVEL_WORDS[followed]
        told = [(one, f"{LEVEL_LABELS[one]}: {words[one]}") for one in words]
        mute = (
            Level.MUTE,
            "Mute: nothing, not even by way of something else you follow",
        )
        self.level.choices = options([*told, mute, (OFF, "Don’t follow")])

    @property
    def wanted(self) -> Level | None:
        return None if self.level.data == OFF else Level(self.level.data)


class FollowRowForm(Form):
    """Level and frequency of one follow in the list."""

    level = SelectField(
        "Level", choices=options([*LEVEL_LABELS.items(), (OFF, "Stop")])
    )
    frequency = SelectField(
        "By mail", choices=options([(USUAL, "As usual"), *FREQUENCY_LABELS.items()])
    )

    @property
    def wanted(self) -> Level | None:
        return None if self.level.data == OFF else Level(self.level.data)

    @property
    def how_often(self) -> Frequency | None:
        data = self.frequency.data
        return None if data == USUAL else Frequency(data)


class WishesForm(Form):
    """How somebody wants to hear of news."""

    oneself = SelectField(
        "What concerns you directly",
        description="Answers to your questions, responses to your reviews, mentions.",
        choices=options(FREQUENCY_LABELS.items()),
    )
    followed = SelectField(
        "What you follow",
        description="Weekly is one mail, on Thursdays, with the seven most important things.",
        choices=options(FREQUENCY_LABELS.items()),
    )
    follows_own = BooleanField("Follow what I ask and answer by itself")
    mail_is_on = BooleanField("Send me news by mail")
    reminders_are_on = BooleanField(
        "Remind me of dates by mail",
        description="What is to be renewed in your rooms, and events the day before.",
    )
    late_mail_is_on = BooleanField(
        "Remind me of late cases by mail",
        description="What waits too long for a moderator, once a day at most.",
    )
    quiet_from = SelectField(
        "No mail from",
        choices=_HOURS,
        description="What comes meanwhile waits until the quiet hours are over.",
    )
    quiet_until = SelectField("No mail until", choices=_HOURS)

    def validate_quiet_until(self, field: SelectField) -> None:
        begins, ends = self.quiet_from.data, field.data
        if bool(begins) != bool(ends):
            raise ValidationError("Quiet hours need a begin and an end, or neither.")
        if begins and begins == ends:
            raise ValidationError("These are all hours. To end mails, untick them.")

    @property
    def quiet(self) -> QuietHours | None:
        begins, ends = self.quiet_from.data, self.quiet_until.data
        return QuietHours(int(begins), int(ends)) if begins and ends else None

    @property
    def wishes(self) -> Wishes:
        return Wishes(
            oneself=Frequency(self.oneself.data),
            followed=Frequency(self.followed.data),
            follows_own=self.follows_own.data,
            mail_is_off=not self.mail_is_on.data,
            reminders_are_off=not self.reminders_are_on.data,
            late_mail_is_off=not self.late_mail_is_on.data,
            quiet=self.quiet,
        )
