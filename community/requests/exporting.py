"""A buyer's request as a file: for spreadsheets, and for programs."""

import json
from typing import Any

from community.core.tables import write_csv
from community.core.text import plain_text
from community.requests.reading import Conversation, OwnRequest

_COLUMNS = ("When (UTC)", "Who", "What")


def as_csv(own: OwnRequest) -> str:
    """Return what was said and done, a line each; facts come first."""
    talk = own.talk
    facts = [("", label, value) for label, value in _facts(own).items()]
    steps = [
        (f"{one.created_at:%Y-%m-%d %H:%M}", one.by, one.step or plain_text(one.html))
        for one in talk.lines
    ]
    times = [
        (
            f"{one.starts:%Y-%m-%d %H:%M} {one.zone}",
            f"{one.what}, {one.state}",
            one.place,
        )
        for one in talk.slots
    ]
    return write_csv(_COLUMNS, [*facts, *steps, *times])


def as_json(own: OwnRequest) -> str:
    """Return the same for programs; instants are in UTC."""
    talk = own.talk
    told: dict[str, Any] = {
        **{name.lower().replace(" ", "_"): told for name, told in _facts(own).items()},
        "messages": [
            {
                "at": one.created_at.isoformat(),
                "by": one.by,
                "vendor": one.is_vendors,
                "step": one.step,
                "text": plain_text(one.html),
            }
            for one in talk.lines
        ],
        "times": [
            {
                "starts": one.starts.isoformat(),
                "ends": one.ends.isoformat(),
                "what": one.what,
                "place": one.place,
                "state": str(one.state),
            }
            for one in talk.slots
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _facts(own: OwnRequest) -> dict[str, str]:
    """Return what a request is, and all that its vendor was shown of its buyer."""
    talk: Conversation = own.talk
    return {
        "Subject": talk.subject,
        "Vendor": talk.vendor,
        "Product": talk.product,
        "Seen by": talk.to,
        "Until": f"{talk.last_day:%Y-%m-%d}",
        "State": own.state,
        "Called": talk.seen.alias,
        **{f"Revealed {label.lower()}": value for label, value in talk.seen.facts},
        "Stars": "" if own.stars is None else str(own.stars),
    }
