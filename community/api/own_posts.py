"""One's own questions and answers: asked, answered, edited, by the rules of the pages."""

from flask import Blueprint

from community.api.bearer import ROOT
from community.api.looked_over import look_over
from community.api.once import once
from community.api.operations import Made, Operations
from community.api.reads_talk import question_of
from community.api.scopes import Scope
from community.api.shapes import Paged
from community.api.shapes_own import (
    ChangedAnswer,
    ChangedQuestion,
    NewAnswer,
    NewQuestion,
    OwnPost,
    OwnPosts,
)
from community.api.shapes_talk import AnswersQuery, Question
from community.catalog.queries import find_product_by_public_id_for, get_vendor_for
from community.core.actors import Actor
from community.core.errors import Invalid, NotFound
from community.core.rights import Right
from community.core.web import CONTRIBUTORS, SIGNED_IN, current_actor
from community.threads import mine, queries
from community.threads.access import require_can_edit
from community.threads.drafts import Draft
from community.threads.models import Post, PostKind, Thread
from community.threads.rules import asking, editing, removing

part = Operations(Blueprint("api_posts", __name__, url_prefix=ROOT), "My posts")
_WRITES = Scope.WRITE_POSTS
_POST = "/me/posts/{public_id}"
_ALL = AnswersQuery()


@part.get(
    "/me/posts", answer=OwnPosts, query=Paged, scope=Scope.READ_OWN, policy=SIGNED_IN
)
def list_my_posts(asked: Paged) -> OwnPosts:
    """List what you wrote, under your handle or under aliases."""
    page = mine.list_own_posts(current_actor(), asked.after)
    items = [
        OwnPost(
            id=one.public_id,
            title=one.title,
            is_question=one.is_question,
            alias=one.alias or None,
            state=str(one.state),
            created_at=one.created_at,
            url=one.url,
        )
        for one in page.items
    ]
    return OwnPosts(items=items, next=page.next_cursor)


@part.get(
    "/me/questions/{public_id}",
    answer=Question,
    query=AnswersQuery,
    scope=Scope.READ_OWN,
    policy=SIGNED_IN,
)
def show_question_to_me(public_id: str, asked: AnswersQuery) -> Question:
    """Show a question as you see it: with what of yours waits or was taken away."""
    return question_of(current_actor(), public_id, asked)


@part.change(
    "POST",
    "/me/questions",
    scope=_WRITES,
    policy=CONTRIBUTORS,
    right=Right.ASK,
    body=NewQuestion,
    answer=Question,
    idempotent=True,
)
def ask_question(sent: NewQuestion) -> Made:
    """Ask a question. Screening, limits and checks are those of the page."""
    actor = current_actor()

    def ask() -> str:
        draft = _draft(actor, sent, anonymous=sent.anonymous)
        thread = asking.ask(
            actor, draft, anonymous=sent.anonymous, interested=sent.interested
        )
        return thread.public_id

    public_id, _ = once(ask)
    return _question(actor, public_id)


@part.change(
    "PUT",
    "/me/questions/{public_id}",
    scope=_WRITES,
    policy=CONTRIBUTORS,
    body=ChangedQuestion,
    answer=Question,
)
def change_question(public_id: str, sent: ChangedQuestion) -> Question:
    """Change a question of yours that is still at the version that you read."""
    actor = current_actor()
    thread = queries.get_thread_for(actor, public_id)
    post = queries.get_question_post(thread)
    require_can_edit(actor, post)
    draft = _draft(actor, sent, anonymous=post.alias is not None)
    editing.edit_question(
        actor, thread, draft, version=sent.version, interested=sent.interested
    )
    return question_of(actor, public_id, _ALL)


@part.change(
    "POST",
    "/me/questions/{public_id}/answers",
    scope=_WRITES,
    policy=CONTRIBUTORS,
    right=Right.ANSWER,
    body=NewAnswer,
    answer=Question,
    idempotent=True,
)
def answer_question(public_id: str, sent: NewAnswer) -> Made:
    """Answer a question; what comes back is the question with its answers."""
    actor = current_actor()
    thread = queries.get_thread_for(actor, public_id)

    def answer() -> str:
        words = look_over(
            actor, {"body": sent.body}, sent.check, anonymous=sent.anonymous
        )
        asking.answer(
            actor,
            thread,
            words["body"],
            anonymous=sent.anonymous,
            interested=sent.interested,
        )
        return public_id

    once(answer)
    return _question(actor, public_id)


@part.change(
    "PUT",
    _POST,
    scope=_WRITES,
    policy=CONTRIBUTORS,
    body=ChangedAnswer,
    answer=Question,
)
def change_answer(public_id: str, sent: ChangedAnswer) -> Question:
    """Change an answer of yours that is still at the version that you read."""
    actor = current_actor()
    post, thread = queries.get_post_for(actor, public_id)
    require_can_edit(actor, post)
    if post.kind is not PostKind.ANSWER:
        raise NotFound("That is no answer: a question is changed by its own id.")
    words = look_over(
        actor, {"body": sent.body}, sent.check, anonymous=post.alias is not None
    )
    editing.edit_answer(
        actor, post, words["body"], version=sent.version, interested=sent.interested
    )
    return question_of(actor, thread.public_id, _ALL)


@part.change("DELETE", _POST, scope=_WRITES, policy=SIGNED_IN)
def remove_post(public_id: str) -> None:
    """Take a post of yours away. A stub stays; you can bring it back within a day."""
    post, thread = _own(public_id)
    removing.remove_post(current_actor(), thread, post)


@part.change("POST", f"{_POST}/restore", scope=_WRITES, policy=SIGNED_IN)
def restore_post(public_id: str) -> None:
    """Bring a post of yours back where it stood."""
    post, thread = _own(public_id)
    removing.restore_post(current_actor(), thread, post)


def _own(public_id: str) -> tuple[Post, Thread]:
    return queries.get_post_for(current_actor(), public_id)


def _question(actor: Actor, public_id: str) -> Made:
    return Made(question_of(actor, public_id, _ALL), f"/me/questions/{public_id}")


def _draft(
    actor: Actor, sent: NewQuestion | ChangedQuestion, *, anonymous: bool
) -> Draft:
    words = {"title": sent.title, "body": sent.body}
    words = look_over(actor, words, sent.check, anonymous=anonymous)
    product_id = vendor_id = None
    if sent.product is not None:
        product = find_product_by_public_id_for(actor, sent.product)
        if product is None:
            raise Invalid(
                "Your question is not posted yet.",
                fields={"product": "There is no such product."},
            )
        product_id = product.id
    elif sent.vendor is not None:
        vendor_id = get_vendor_for(actor, sent.vendor).id
    return Draft(
        title=words["title"],
        body=words["body"],
        tags=" ".join(sent.tags),
        product_id=product_id,
        vendor_id=vendor_id,
    )
