"""What the grounds of rejections are called, and which house rule is behind each."""

from dataclasses import dataclass

from community.deals.kinds import Ground


@dataclass(frozen=True)
class About:
    label: str
    rule: str


GROUNDS = {
    Ground.OTHER_MEASURE: About(
        "It is for another unit, size or time than it says",
        "A price says what it pays for, and for how long.",
    ),
    Ground.OTHER_PRODUCT: About(
        "It is about another product or plan", "Write where it belongs."
    ),
    Ground.NOT_PAID: About(
        "Nothing shows that a buyer paid it, or was offered it",
        "Tell prices that you know first hand.",
    ),
    Ground.TWICE: About("It was reported before", "Report a price once."),
    Ground.CONFIDENTIAL: About(
        "It shows confidential material",
        "Share nothing that a contract forbids you to share.",
    ),
    Ground.TELLS_WHO: About("It tells who somebody is", "Name no private person."),
    Ground.ADVERTISING: About("It is advertising", "Advertise nowhere here."),
    Ground.UNLAWFUL: About(
        "It is illegal, as the reason says", "Post nothing that the law forbids."
    ),
}
