"""One review as its reader sees it: who says it, what it rates, what may be done about it."""

from dataclasses import dataclass

from community.accounts.levels import VERIFIED_WORDS
from community.catalog.disclosure import RELATIONSHIP_LABELS, Incentive
from community.catalog.models import Product
from community.catalog.paths import product_path
from community.core.actors import Actor, Role
from community.core.personal import NOBODY
from community.core.ports import Voice
from community.core.screening import hold_sentence
from community.core.text import excerpt, plain_text
from community.core.visibility import State
from community.reviews import access
from community.reviews.dimensions import MOST, SCALES, star_words
from community.reviews.drafts import incentive_words
from community.reviews.models import Review, ReviewResponse
from community.reviews.paths import review_path, reviews_path

_STATE_MARKS = {
    State.HELD: "Waits for a moderator",
    State.HIDDEN: "Hidden by a moderator",
    State.DELETED: "Removed by its author",
    State.REMOVED: "Removed by a moderator",
}
_LABELS = {Role.HOST: "Host", Role.MODERATOR: "Moderator", Role.REP: "Vendor"}


@dataclass(frozen=True)
class Rated:
    """One dimension: its stars as a picture, and what they mean; None is "can't say"."""

    label: str
    stars: int | None
    words: str

    @property
    def drawn(self) -> str:
        return "" if self.stars is None else drawn_stars(self.stars)


@dataclass(frozen=True)
class ReviewView:
    """A review with what its reader may do about it."""

    review: Review
    product: Product
    author: str
    response: ReviewResponse | None
    marks: tuple[tuple[str, str], ...]
    """What stands beside the author's name: words and the kind of tag."""
    rated: tuple[Rated, ...]
    readable: bool
    mine: bool
    voted: bool
    may_vote: bool
    may_edit: bool
    may_remove: bool
    may_restore: bool
    may_moderate: bool
    may_respond: bool
    hold: str
    """What its author is told while it waits for a moderator."""

    @property
    def url(self) -> str:
        return review_path(self.review.public_id)

    @property
    def product_url(self) -> str:
        return reviews_path(self.product)

    @property
    def anchor(self) -> str:
        return f"review-{self.review.public_id}"

    @property
    def author_url(self) -> str:
        return "" if self.author == NOBODY else f"/u/{self.author}"

    @property
    def overall(self) -> str:
        """The mean of its stars, in one decimal."""
        return stars_text(self.review.overall / 100)

    @property
    def drawn(self) -> str:
        return drawn_stars(self.review.overall / 100)

    @property
    def relationship(self) -> str:
        return RELATIONSHIP_LABELS[self.review.relationship]

    @property
    def incentive(self) -> str:
        """What its author got for it, as a sentence: it stands on every review."""
        review = self.review
        if review.incentive is Incentive.NONE:
            return "Got nothing for this review"
        words = incentive_words(review.incentive, review.incentive_from)
        return f"Got for this review: {words[0].lower()}{words[1:]}"

    @property
    def about(self) -> str:
        """Its stars and how it begins, "" of what is not public: told beside links to it."""
        if self.review.state is not State.PUBLIC:
            return ""
        words = " ".join(map(plain_text, (self.review.good_html, self.review.bad_html)))
        return excerpt(f"{self.overall} of {MOST} stars: {words}")

    @property
    def picture_url(self) -> str:
        """The picture of what its product costs."""
        return f"{product_path(self.product)}picture.png"

    @property
    def vendor(self) -> str:
        return self.product.vendor.name if self.product.vendor else ""

    @property
    def is_withheld(self) -> bool:
        """Whether a moderator's word stands between the review and the public."""
        return State.HIDDEN in {self.review.state, self.review.prior_state} or (
            self.review.state in {State.HELD, State.REMOVED}
        )

    @property
    def is_struck(self) -> bool:
        """Whether a moderator removed it, for its author too."""
        return self.review.state is State.REMOVED


def stars_text(stars: float) -> str:
    """Return stars in one decimal, halves up: a score is printed as it is told elsewhere."""
    return f"{int(stars * 10 + 0.5) / 10:.1f}"


def drawn_stars(stars: float) -> str:
    """Return whole stars as a picture: "★★★★☆"."""
    full = int(stars + 0.5)
    return "★" * full + "☆" * (MOST - full)


def view_of(
    actor: Actor,
    review: Review,
    product: Product,
    author: str,
    role: Role,
    response: ReviewResponse | None,
    *,
    voted: bool,
    voice: Voice | None,
) -> ReviewView:
    return ReviewView(
        review=review,
        product=product,
        author=author,
        response=response,
        marks=tuple(_marks(review, role)),
        rated=tuple(
            Rated(scale.label, stars, star_words(one, stars))
            for one, scale in SCALES.items()
            for stars in (review.ratings[one],)
        ),
        readable=access.can_read_review(actor, review),
        mine=access.is_author(actor, review.author_id),
        voted=voted,
        may_vote=access.can_vote(actor, review),
        may_edit=access.can_edit(actor, review),
        may_remove=access.can_remove(actor, review),
        may_restore=access.can_restore(actor, review),
        may_moderate=access.can_moderate(actor, review),
        may_respond=access.can_respond(voice, review, product.vendor_id),
        hold=hold_sentence("review", review.id)
        if review.state is State.HELD and access.is_author(actor, review.author_id)
        else "",
    )


def _marks(review: Review, role: Role) -> list[tuple[str, str]]:
    marks = [(_LABELS[role], "")] if role in _LABELS else []
    if review.is_verified:
        marks.append((VERIFIED_WORDS, "good"))
    if review.state in _STATE_MARKS:
        marks.append((_STATE_MARKS[review.state], "warn"))
    return marks
