"""A question as search engines read it: schema.org's words, nothing that the page lacks."""

from typing import Any

from community.core.text import plain_text
from community.threads.models import PostKind
from community.threads.threadview import PostView, ThreadView

_CONTEXT = "https://schema.org"


def linked_data(view: ThreadView, base_url: str) -> dict[str, Any] | None:
    """Return JSON-LD: a QAPage once there are answers, until then a forum posting.

    Later pages of answers have none, because the question does not stand on them.
    The properties are those that Google's documentation of both types requires or
    recommends and that a visitor reads on the same page.
    """
    if not view.is_first_page:
        return None
    answers = [one for one in view.answers.items if one.readable and not one.is_removed]
    question = _post(view.question, base_url) | {"url": f"{base_url}{view.url}"}
    if not answers:
        return {
            "@context": _CONTEXT,
            "@type": "DiscussionForumPosting",
            "headline": view.thread.title,
            "interactionStatistic": {
                "@type": "InteractionCounter",
                "interactionType": f"{_CONTEXT}/LikeAction",
                "userInteractionCount": view.question.post.score,
            },
            **question,
        }
    chosen = [one for one in answers if one.post.is_chosen]
    others = [one for one in answers if not one.post.is_chosen]
    told: dict[str, Any] = {
        "@type": "Question",
        "name": view.thread.title,
        "answerCount": view.thread.answer_count,
        "upvoteCount": view.question.post.score,
        **question,
    }
    if chosen:
        told["acceptedAnswer"] = _answer(chosen[0], base_url)
    if others:
        told["suggestedAnswer"] = [_answer(one, base_url) for one in others]
    return {"@context": _CONTEXT, "@type": "QAPage", "mainEntity": told}


def _answer(view: PostView, base_url: str) -> dict[str, Any]:
    return {
        "@type": "Answer",
        "upvoteCount": view.post.score,
        **_post(view, base_url),
    }


def _post(view: PostView, base_url: str) -> dict[str, Any]:
    author = {"@type": "Person", "name": view.author.name}
    if view.author.url.startswith("/"):
        author["url"] = f"{base_url}{view.author.url}"
    told: dict[str, Any] = {
        "text": plain_text(view.post.html),
        "datePublished": view.post.created_at.isoformat(),
        "author": author,
    }
    if view.post.kind is PostKind.ANSWER:
        told["url"] = f"{base_url}{view.url}"
    if view.post.edited_at is not None:
        told["dateModified"] = view.post.edited_at.isoformat()
    return told
