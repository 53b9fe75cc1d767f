"""What the routes of moderation answer: the host's question was reported."""

from tests.cast import PASSWORD
from tests.security.shapes import (
    FOREIGN,
    HIDDEN,
    MISSING,
    OWN,
    PUBLIC,
    READ,
    Route,
    page,
)

_CASE = {"public_id": "case"}
_APPEAL = {"public_id": "appeal"}
_PATTERN = {
    "words": "cheapdesk",
    "action": "flag",
    "replacement": "",
    "told": "",
    "version": "1",
}
_PERSON = {"handle": "warned_handle"}
_ITEM = {"kind": "flag_kind", "public_id": "answer"}


def _reporting(status: int) -> dict:
    unproven = {"unproven": 403, "unproven moderator": 403}
    return {
        OWN: 403,
        FOREIGN: {**unproven, "else": status},
        HIDDEN: {"moderator": 409, "unproven moderator": 403, "else": 404},
        MISSING: 404,
    }


MODERATION = {
    "moderation_desk.next_case": Route(get=page(303)),
    "moderation_desk.show": Route(fill=_CASE, get={PUBLIC: 200, MISSING: 404}),
    "moderation_desk.hold": Route(
        fill={**_CASE, "step": "step"}, post={PUBLIC: 303, MISSING: 404}
    ),
    "moderation_desk.open_case": Route(
        fill=_ITEM, post={OWN: 403, FOREIGN: 303, HIDDEN: 303, MISSING: 404}
    ),
    "moderation_desk.decide": Route(
        fill=_CASE,
        post={PUBLIC: 409, MISSING: 404},
        data={
            "verdict": "approve",
            "reason": "",
            "facts": "No person in it.",
            "version": "2",
        },
    ),
    "moderation_desk.undo": Route(
        fill={"public_id": "action"},
        post={PUBLIC: 409, MISSING: 404},
        data={"reason": "I was too fast."},
    ),
    "moderation_several.back": Route(get=page(303)),
    "moderation_several.decide": Route(post=page(422)),
    "watched_patterns.new": Route(get=page(200), post=page(200), data=_PATTERN),
    "watched_patterns.change": Route(
        fill={"public_id": "pattern"},
        get={PUBLIC: 200, MISSING: 404},
        post={PUBLIC: 303, MISSING: 404},
        data={**_PATTERN, "save": "yes"},
    ),
    "watched_patterns.stop": Route(
        fill={"public_id": "pattern"}, post={PUBLIC: 303, MISSING: 404}
    ),
    "moderation_people.show": Route(fill=_PERSON, get={PUBLIC: 200, MISSING: 404}),
    "moderation_people.decide": Route(
        fill=_PERSON,
        post={PUBLIC: 303, MISSING: 404},
        data={
            "kind": "warned",
            "reason": "harassment",
            "facts": "Three posts against one person.",
            "seen": "1",
            "days": "1",
        },
    ),
    "moderation_people.write_note": Route(
        fill=_PERSON,
        get={PUBLIC: 200, MISSING: 404},
        post={PUBLIC: 303, MISSING: 404},
        data={"text": "Sells twenty seats."},
    ),
    "moderation_people.lift": Route(
        fill={"public_id": "measure"},
        get={PUBLIC: 200, MISSING: 404},
        post={PUBLIC: 303, MISSING: 404},
        data={"reason": "They have said sorry."},
    ),
    "moderation_escalation.escalate": Route(
        fill=_CASE, post={PUBLIC: 303, MISSING: 404}
    ),
    "moderation_escalation.reply": Route(
        fill=_CASE,
        get={PUBLIC: 200, MISSING: 404},
        post={PUBLIC: 303, MISSING: 404},
        data={"text": "Is that a private person?"},
    ),
    "audit_trail.show": Route(get=page()),
    "audit_trail.as_csv": Route(get=page()),
    "moderation_roster.show": Route(get=page()),
    "moderation_roster.appoint": Route(post=page(303), data={"handle": "tide"}),
    "moderation_roster.dismiss": Route(
        fill={"handle": "other_moderator"}, post={PUBLIC: 303, MISSING: 404}
    ),
    "moderation_roster.appoint_host": Route(
        post=page(303), data={"handle": "tide", "current_password": PASSWORD}
    ),
    "moderation_roster.dismiss_host": Route(
        fill={"handle": "other_host"},
        get={PUBLIC: 200, MISSING: 404},
        post={PUBLIC: 303, MISSING: 404},
        data={"current_password": PASSWORD},
    ),
    "moderation_roster.scope": Route(
        fill={"handle": "other_moderator"},
        get={PUBLIC: 200, MISSING: 404},
        post={PUBLIC: 303, MISSING: 404},
    ),
    # Of the host, who was not warned.
    "moderation_people.confirm": Route(
        fill={"public_id": "measure"}, post={PUBLIC: 403, MISSING: 404}
    ),
    "moderation_member.choose": Route(fill=_ITEM, get=_reporting(200)),
    "moderation_member.flag": Route(
        fill={**_ITEM, "reason": "flag_reason"},
        get=_reporting(200),
        post=_reporting(303),
        data={"details": "It is an advertisement, plainly."},
    ),
    "moderation_notices.file": Route(
        fill=_ITEM,
        get=READ,
        post={
            OWN: 303,
            FOREIGN: 303,
            HIDDEN: {"moderator": 409, "unproven moderator": 409, "else": 404},
            MISSING: 404,
        },
        data={
            "details": "It tells what a court has forbidden to tell.",
            "passage": "The whole answer",
            "law": "A court’s order, here",
            "name": "N. Otifier",
            "email": "notifier@mail.example",
            "good_faith": "y",
        },
    ),
    "moderation_complaints.file": Route(
        fill=_ITEM,
        get=READ,
        post={
            OWN: 303,
            FOREIGN: 303,
            HIDDEN: {"moderator": 409, "unproven moderator": 409, "else": 404},
            MISSING: 404,
        },
        data={
            "passage": "The whole answer",
            "details": "It says that I lie, to all who read it.",
            "meaning": "That I am a liar by trade.",
            "aspects": "I never said that figure to anybody.",
            "not_enough": "y",
            "name": "N. Otifier",
            "email": "notifier@mail.example",
            "passes_name": "yes",
            "passes_email": "no",
            "good_faith": "y",
        },
    ),
    # The host's question is complained of, and nobody has told them yet.
    "moderation_complaints.told": Route(get=page()),
    "moderation_complaints.answer": Route(
        fill={"public_id": "complaint"},
        get={PUBLIC: {"host": 200, "else": 404}, MISSING: 404},
        post={PUBLIC: {"host": 409, "else": 404}, MISSING: 404},
        data={"answer": "goes"},
    ),
    "moderation_complaints.tell": Route(
        fill={"number": "notice_number"}, post={PUBLIC: 409, MISSING: 404}
    ),
    **{
        f"moderation_complaints.{one}": Route(
            fill={"number": "notice_number"},
            get={PUBLIC: 409, MISSING: 404},
            post={PUBLIC: 409, MISSING: 404},
            data={"reason": "A court has ordered it."},
        )
        for one in ("poster", "found_false")
    },
    "moderation_notices.mine": Route(
        fill={"token": "notice_token"},
        get={PUBLIC: 200, MISSING: 404},
        post={PUBLIC: 409, MISSING: 404},
        data={"text": "It is illegal all the same, says the court."},
    ),
    "moderation_notices.sender": Route(
        fill={"number": "notice_number"},
        get={PUBLIC: 409, MISSING: 404},
        post={PUBLIC: 409, MISSING: 404},
        data={"reason": "To ask which court it was."},
    ),
    "moderation_member.latest_statement": Route(
        fill=_ITEM, get={OWN: 404, FOREIGN: 404, HIDDEN: 404, MISSING: 404}
    ),
    "moderation_member.statement": Route(
        fill={"public_id": "action"},
        get={PUBLIC: {"moderator": 200, "host": 200, "else": 404}, MISSING: 404},
    ),
    "moderation_appeals.file": Route(
        fill={"public_id": "action"},
        get={PUBLIC: {"host": 200, "else": 404}, MISSING: 404},
        post={PUBLIC: {"host": 409, "else": 404}, MISSING: 404},
        data={"text": "It was right when I wrote it, and says so."},
    ),
    "moderation_appeals.show": Route(
        fill=_APPEAL, get={PUBLIC: {"host": 200, "else": 404}, MISSING: 404}
    ),
    "moderation_appeals.at_desk": Route(fill=_APPEAL, get={PUBLIC: 200, MISSING: 404}),
    "moderation_appeals.hold": Route(
        fill={**_APPEAL, "step": "step"}, post={PUBLIC: 303, MISSING: 404}
    ),
    "moderation_appeals.decide": Route(
        fill=_APPEAL,
        post={PUBLIC: 409, MISSING: 404},
        data={"ruling": "uphold", "facts": "It is outdated.", "version": "1"},
    ),
}
