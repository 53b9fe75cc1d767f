"""What happened to deals, told to whoever computes figures from them."""

from dataclasses import dataclass

from community.core.events import Event


@dataclass(frozen=True)
class DealChanged(Event):
    """A deal of these products is not what it was; who reported it is not said."""

    deal_id: int
    product_ids: tuple[int, ...]


@dataclass(frozen=True)
class DealSubmitted(DealChanged):
    pass


@dataclass(frozen=True)
class DealRevised(DealChanged):
    """`product_ids` holds those of before and those of after.

    `words_only` says that note, satisfaction or visibility changed and nothing else.
    """

    words_only: bool = False


@dataclass(frozen=True)
class DealWithdrawn(DealChanged):
    """It counts in nothing any more; its author may take that back."""


@dataclass(frozen=True)
class DealRestored(DealChanged):
    pass


@dataclass(frozen=True)
class DealsErased(Event):
    """The rows go: what was computed from them must not outlive this.

    All that one member takes away at once: each deal alone would leave the others standing.
    """

    deal_ids: tuple[int, ...]
    product_ids: tuple[int, ...]
