"""What happened to requests, told to inboxes; of the buyer they hold ids alone."""

from dataclasses import dataclass

from community.core.events import Event


@dataclass(frozen=True)
class BuyerWrote(Event):
    """A buyer asked, answered, revealed more, or decided about a time."""

    request_id: int
    message_id: int


@dataclass(frozen=True)
class RequestPassedOn(Event):
    """A buyer let others of the vendor read on; `message_id` is the latest of its words."""

    request_id: int
    message_id: int


@dataclass(frozen=True)
class VendorWrote(Event):
    """A vendor's representative answered, or proposed a time."""

    request_id: int
    message_id: int


@dataclass(frozen=True)
class RequestTakenBack(Event):
    """It was withdrawn, or is over: nothing of it may reach the vendor's people any more."""

    request_id: int
