"""Putting the card of a deal of one's own below a post, and taking it away."""

from community.core.actors import Actor
from community.core.errors import Invalid
from community.threads import access
from community.threads.cardplaces import take_place
from community.threads.cards import own_cards
from community.threads.models import Post


def attach_card(actor: Actor, post: Post, card_id: str) -> None:
    """Show a deal of `actor`'s, as everybody sees it already, below one post for good.

    Raises Invalid for another's deal, and for one that tells whose post it is.
    """
    access.require_can_edit(actor, post)
    card = next((one for one in own_cards(actor) if one.public_id == card_id), None)
    if card is None:
        raise Invalid("Choose one of your deals that are shown as cards.")
    if card.handle and post.alias is not None:
        raise Invalid(
            "You show this deal under your handle: below an anonymous post it would tell "
            "whose post it is."
        )
    if not take_place(card.line_key, post):
        raise Invalid(
            "This deal stands below another post, or stood there once: below a second "
            "one, or under another name, it would tell that both are yours."
        )
    post.card_id = card.public_id


def detach_card(actor: Actor, post: Post) -> None:
    access.require_author(actor, post)
    post.card_id = None
