"""A moderator opens a case about something and decides it, as in a browser."""

from tests.page import PageClient

WHY = "It names a person."


def moderate(
    browser: PageClient, kind: str, public_id: str, verdict: str, **said: str
) -> str:
    """Return the address of the case; `said` is what else stands in its form."""
    opened = browser.post(f"/moderation/open/{kind}/{public_id}", status=303)
    case = opened.location
    answers = {
        "verdict": verdict,
        "reason": "identifies-person",
        "facts": WHY,
        **said,
    }
    browser.send(browser.get(case), answers, action=f"{case}/decide", status=303)
    return case
