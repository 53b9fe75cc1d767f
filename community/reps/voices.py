"""What other rooms ask of reps: who speaks for a vendor, and its place in a thread."""

from collections.abc import Sequence

from community.core.actors import Actor
from community.core.ports import Lane, OfficialReply, Voice
from community.core.screening import hold_sentence
from community.core.spokespeople import voice_of
from community.core.visibility import State
from community.reps import access, queries, texts
from community.reps.models import OfficialText
from community.reps.paths import anchor_of, reply_path, text_path

STATE_MARKS = {
    State.HELD: "Waits for a moderator",
    State.HIDDEN: "Hidden by a moderator",
    State.DELETED: "Taken away by its vendor",
    State.REMOVED: "Removed by a moderator",
}


class ApprovedReps:
    """The spokespeople of app.py: those whose claims were approved."""

    def voice_of(self, actor: Actor) -> Voice | None:
        return None if actor.user_id is None else queries.find_voice(actor.user_id)


class ReplyLanes:
    """The official lanes of app.py: one reply of its vendor in each thread."""

    def lane_of(
        self, actor: Actor, *, thread_id: int, public_id: str, vendor_id: int
    ) -> Lane:
        voice = voice_of(actor)
        found = texts.find_reply(actor, voice, thread_id, vendor_id)
        if found is not None:
            return Lane(reply=shown(actor, voice, *found))
        speaks = voice is not None and voice.vendor_id == vendor_id
        return Lane(reply_url=reply_path(public_id) if speaks else "")

    def replied(self, thread_ids: Sequence[int]) -> set[int]:
        return texts.threads_with_reply(thread_ids)


def shown(
    actor: Actor, voice: Voice | None, text: OfficialText, signature: str, vendor: str
) -> OfficialReply:
    """Return a text as `actor`, who speaks with `voice`, sees it."""
    readable = access.can_read_text(actor, voice, text)
    return OfficialReply(
        public_id=text.public_id,
        url=text_path(text.public_id),
        anchor=anchor_of(text.public_id),
        vendor=vendor,
        signature=signature,
        html=text.html if readable else "",
        created_at=text.created_at,
        edited_at=text.edited_at,
        mark=STATE_MARKS.get(text.state, ""),
        may_edit=access.can_edit_text(voice, text),
        may_remove=access.can_remove_text(voice, text),
        may_restore=access.can_restore_text(voice, text),
        may_moderate=access.can_decide(actor),
        hold=hold_sentence("official", text.id)
        if text.state is State.HELD and voice is not None and readable
        else "",
    )
