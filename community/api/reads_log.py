"""Public reads of the moderation log, and searching."""

from flask import Blueprint

from community.api.bearer import ROOT
from community.api.operations import Operations
from community.api.ports import ResultGroup, public_log, searching
from community.api.shapes_talk import (
    Log,
    LogLine,
    LogQuery,
    SearchAnswer,
    SearchGroup,
    SearchQuery,
    SearchRow,
)
from community.core.web import client_address, current_actor

part = Operations(Blueprint("api_log", __name__, url_prefix=ROOT), "Log and search")
_NOTHING = SearchAnswer(
    groups=[], notes=[], correction=None, is_partial=False, is_plain=False
)


@part.get("/log", answer=Log, query=LogQuery)
def list_log(asked: LogQuery) -> Log:
    """List what moderators did and why, the latest first; also what authors took out."""
    said = asked.model_dump(exclude_none=True, exclude={"after"})
    page = public_log()(said, asked.after)
    items = [
        LogLine(
            id=one.public_id,
            done=one.done,
            what=one.what,
            reason=one.reason,
            reason_code=one.reason_code,
            rule=one.rule,
            moderator=one.moderator,
            is_automated=one.automated,
            is_undone=one.undone,
            at=one.at,
        )
        for one in page.items
    ]
    return Log(items=items, next=page.next_cursor)


@part.get("/search", answer=SearchAnswer, query=SearchQuery, uncached=True)
def search(asked: SearchQuery) -> SearchAnswer:
    """Search what is public. The best of each kind, or a page of one kind."""
    found = searching()(
        current_actor(),
        asked.q,
        address=client_address(),
        kind=asked.kind,
        after=asked.after,
    )
    if found is None:
        return _NOTHING
    return SearchAnswer(
        groups=[_group(one) for one in found.shown],
        notes=list(found.notes),
        correction=found.correction or None,
        is_partial=found.is_partial,
        is_plain=found.is_plain,
    )


def _group(one: ResultGroup) -> SearchGroup:
    return SearchGroup(
        kind=one.kind,
        label=one.label,
        count=one.count,
        items=[
            SearchRow(
                title_html=str(row.title),
                snippet_html=str(row.snippet),
                facts=[str(fact) for fact in row.facts],
                figure=row.figure or None,
                url=row.url,
            )
            for row in one.rows
        ],
        next=one.next_cursor,
    )
