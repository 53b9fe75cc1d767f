"""From the address of a page to what a dispute is about; and what people call it."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from community.reps.models import Figure, Grounds, Subject, Verdict

FIGURE_LABELS = {
    Figure.PAID: "What buyers paid",
    Figure.LIST_PRICE: "List price",
    Figure.RECORDS: "Public-record prices",
}
GROUNDS_LABELS = {
    Grounds.WRONG_FACT: "It says something about us that is not true",
    Grounds.WRONG_PRODUCT: "It is about another product or plan",
    Grounds.OUTDATED: "It is outdated",
    Grounds.NO_BUYER: "Its author did not buy from us",
    Grounds.IDENTIFIES: "It tells who a person or a customer is",
    Grounds.UNLAWFUL: "It is unlawful",
}
VERDICT_LABELS = {
    Verdict.OPEN: "Waits for a moderator",
    Verdict.UPHELD: "Upheld",
    Verdict.REJECTED: "Rejected",
}
_ID = "[A-Za-z0-9]{1,24}"
_POST = re.compile(rf"/questions/posts/({_ID})(?:/.*)?")
_THREAD = re.compile(rf"/questions/({_ID})(?:/.*)?")
_ANCHOR = re.compile(rf"post-({_ID})")
_REVIEW = re.compile(rf"/reviews/({_ID})(?:/.*)?")
_PRODUCT = re.compile(r"/prices/([a-z0-9-]+)/([a-z0-9-]+)(?:/.*)?")
_TABS = frozenset({"statements", "disputes"})


@dataclass(frozen=True)
class Meant:
    """What an address points at; a thread without a post means its question."""

    subject: Subject
    public_id: str = ""
    is_thread: bool = False
    vendor: str = ""
    product: str = ""


def find_meant(address: str) -> Meant | None:
    """Return what an address of ours points at; None for any other."""
    try:
        parts = urlsplit(address.strip()[:2_000])
    except ValueError:  # brackets that hold no IPv6 address, letters that hide a slash
        return None
    path = parts.path
    anchor = _ANCHOR.fullmatch(parts.fragment)
    post, thread = _POST.fullmatch(path), _THREAD.fullmatch(path)
    found = post or (anchor if thread else None)
    if found:
        return Meant(Subject.POST, found[1])
    if thread:
        return Meant(Subject.POST, thread[1], is_thread=True)
    if review := _REVIEW.fullmatch(path):
        return Meant(Subject.REVIEW, review[1])
    product = _PRODUCT.fullmatch(path)
    if product and product[2] not in _TABS:
        return Meant(Subject.FIGURE, vendor=product[1], product=product[2])
    return None
