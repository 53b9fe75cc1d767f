"""Somebody complained of what she wrote, and she stands by it."""

from dataclasses import replace

from community.accounts.models import User
from community.threads.models import Post
from moderation.complaints import steps
from moderation.complaints.filing import ComplaintDraft, complain
from moderation.complaints.finding import get_filed
from moderation.defamation.answers import Answer
from moderation.items import get_item_for
from moderation.notifying.receiving import NoticeDraft


def complain_of(author: User, post: Post) -> None:
    """Have a stranger complain of a post, and its author answer with the canary."""
    item = get_item_for(author.actor, "post", post.public_id)
    item = replace(
        item, title="What it is about"
    )  # which stands in the stranger's mail
    said = NoticeDraft(
        (("Which words?", "All."),), "N. Otifier", "no@mail.example", shows_abuse=False
    )
    draft = ComplaintDraft(said, passes_name=False, passes_email=False)
    filed = get_filed(complain(item, draft, address="198.51.100.9").id)
    steps.tell_author(filed)
    steps.answer(
        filed,
        Answer(
            agrees=False,
            name="Olive Otter",
            address="1 Otter Lane, Riverside",
            passes=False,
        ),
    )
