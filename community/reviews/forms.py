"""The forms of reviews and responses: shape and wording; the rules decide."""

from typing import Any

from wtforms import (
    StringField,
    TextAreaField,
    validators,
)

from community.catalog.disclosure import (
    INCENTIVE_LABELS,
    INCENTIVE_SOURCE_LABELS,
    RELATIONSHIP_LABELS,
    Incentive,
    IncentiveSource,
    Relationship,
)
from community.catalog.fields import ProductField
from community.core.forms import PreviewedForm, VersionedForm, options
from community.core.liveforms import KeepingForm
from community.core.selects import SelectField
from community.reviews.dimensions import (
    MOST,
    SCALES,
    UNKNOWN_WORDS,
    Dimension,
    Scale,
)
from community.reviews.drafts import MAX_TEXT, Draft

_TO_CHOOSE = ("", "Choose")
_UNKNOWN = "unknown"


def _choose(label: str, labels: dict[Any, str], need: str, hint: str = "") -> Any:
    pairs = [_TO_CHOOSE, *((str(value), text) for value, text in labels.items())]
    return SelectField(
        label,
        [validators.InputRequired(need)],
        choices=options(pairs),
        description=hint,
    )


def _stars(scale: Scale) -> Any:
    """Return the field of one dimension: the best first, each star with its words."""
    worded = list(enumerate(scale.words, 1))
    pairs = [
        _TO_CHOOSE,
        *((str(n), f"{n} of {MOST}: {text}") for n, text in worded[::-1]),
    ]
    if scale.may_be_unknown:
        pairs.append((_UNKNOWN, UNKNOWN_WORDS))
    return SelectField(
        scale.label,
        [validators.InputRequired("Choose one to five stars.")],
        choices=options(pairs),
        description=scale.question,
    )


def _text(label: str, need: str, hint: str) -> Any:
    return TextAreaField(
        label,
        [validators.InputRequired(need)],
        description=hint,
        render_kw={"rows": 6, "maxlength": MAX_TEXT},
    )


class ReviewForm(KeepingForm, PreviewedForm):
    """What a review says; one for a product."""

    keeps = "A review"

    looked_over = (("good", "What went well"), ("bad", "What went badly"))
    check = StringField()
    """What to do about what the text tells; see accounts/looking.py."""

    relationship = _choose(
        "What are you to this product?",
        RELATIONSHIP_LABELS,
        "Say what you are to it.",
        "Stands on the review. Only those who pay or paid for it count in the score.",
    )
    price_clarity = _stars(SCALES[Dimension.PRICE_CLARITY])
    value = _stars(SCALES[Dimension.VALUE])
    renewal = _stars(SCALES[Dimension.RENEWAL])
    support = _stars(SCALES[Dimension.SUPPORT])
    exit = _stars(SCALES[Dimension.EXIT])
    good = _text(
        "What went well",
        "Say what went well.",
        "Markdown works. Leave out names of people and organisations: reviews are public.",
    )
    bad = _text(
        "What went badly",
        "Say what went badly.",
        "What you would want to know before signing: every vendor has something.",
    )
    incentive = _choose(
        "Did anybody give you something for this review?",
        INCENTIVE_LABELS,
        "Say whether there was something.",
        "Stands on the review. It is allowed, whatever your stars are; hiding it is not.",
    )
    incentive_from = SelectField(
        "Who gave it",
        [validators.Optional()],
        choices=options(
            [("", "Nobody"), *((str(k), v) for k, v in INCENTIVE_SOURCE_LABELS.items())]
        ),
    )

    @property
    def draft(self) -> Draft:
        """What was typed, for the rules."""
        return Draft(
            relationship=Relationship(self.relationship.data),
            incentive=Incentive(self.incentive.data),
            incentive_from=IncentiveSource(self.incentive_from.data)
            if self.incentive_from.data
            else None,
            ratings={one: _rated(self[one.value].data) for one in Dimension},
            good=self.good.data or "",
            bad=self.bad.data or "",
        )


def _rated(chosen: str) -> int | None:
    return None if chosen == _UNKNOWN else int(chosen)


class WriteForm(ReviewForm):
    product = ProductField(
        "Product", validators=[validators.DataRequired("Say which product.")]
    )


class EditForm(VersionedForm, ReviewForm):
    """A review that exists."""

    @classmethod
    def of(cls, draft: Draft, version: int) -> "EditForm":
        """Return the form filled in with what a review says."""
        stars = {
            one.value: _UNKNOWN if given is None else str(given)
            for one, given in draft.ratings.items()
        }
        data = {
            "relationship": draft.relationship.value,
            "incentive": draft.incentive.value,
            "incentive_from": draft.incentive_from or "",
            "good": draft.good,
            "bad": draft.bad,
            "version": version,
            **stars,
        }
        return cls(data=data)


class ResponseForm(KeepingForm):
    keeps = "A response to a review"
    body = _text(
        "Response",
        "Write the response first.",
        "Stands under the review, marked as the vendor’s. Everybody can read its edits.",
    )

    @property
    def text(self) -> str:
        return self.body.data or ""


class EditResponseForm(VersionedForm, ResponseForm):
    """A response that exists."""
