"""Addresses of official texts, made without a request: mails and rows need them too."""


def text_path(public_id: str) -> str:
    """Return the permanent address of an official text, on whichever page it stands."""
    return f"/official/{public_id}"


def anchor_of(public_id: str) -> str:
    return f"official-{public_id}"


def reply_path(thread_public_id: str) -> str:
    """Return the page on which a vendor replies to a question."""
    return f"/questions/{thread_public_id}/official"
