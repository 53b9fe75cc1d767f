"""A post that was sent, as what is looked over before others read it (accounts/looking)."""

from dataclasses import dataclass
from typing import Any

from community.accounts import looking
from community.api.shapes_own import Check
from community.core.actors import Actor
from community.core.errors import Invalid

_CHOICES = {
    Check.REFUSE: "",
    Check.REDACT: looking.REDACT_ALL,
    Check.AS_IT_IS: looking.AS_IT_IS,
}
_LABELS = {
    "title": "Title",
    "body": "Text",
    "good": "What went well",
    "bad": "What went badly",
}


@dataclass
class _Typed:
    """What stands in a field."""

    data: str


class _Words:
    """The words of a post, in the shape of a form."""

    def __init__(self, words: dict[str, str], check: Check) -> None:
        self.looked_over = tuple((name, _LABELS[name]) for name in words)
        self.check: Any = _Typed(_CHOICES[check])
        self.fields = {name: _Typed(text) for name, text in words.items()}

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]


def look_over(
    actor: Actor, words: dict[str, str], check: Check, *, anonymous: bool
) -> dict[str, str]:
    """Return the words that may be posted; raise Invalid that names what they tell."""
    typed = _Words(words, check)
    own = looking.own_names(actor, anonymous=anonymous)
    warned = looking.look_over(typed, own)
    if warned is not None:
        raise Invalid(
            "This tells more than it should. Change it, or say with `check` what to do.",
            fields=_told(warned, words),
            code="tells-too-much",
        )
    return {name: field.data for name, field in typed.fields.items()}


def _told(warned: looking.Warned, words: dict[str, str]) -> dict[str, str]:
    told: dict[str, list[str]] = {}
    for place in warned.places:
        name = next(
            (one for one in words if place.where.startswith(_LABELS[one])),
            next(iter(words)),
        )
        told.setdefault(name, []).append(
            f"{place.find.kind.value.capitalize()} at {place.where}: “{place.find.text}”."
        )
    return {name: " ".join(sentences) for name, sentences in told.items()}
