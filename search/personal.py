"""What search holds of a person: nothing that leads to one."""

from community.core.personal import Fate, Held, Kept, Part, nobodys
from community.core.settings import Settings
from search.gaps import KEPT
from search.models import OutboxRow, SearchGap, SearchGapAsker, SearchState

HELD = (
    Held(
        SearchGapAsker,
        Fate.KEPT,
        why="That somebody was counted, under a keyed name that is another for each "
        "search and month: nobody can ask for all of one person’s.",
    ),
    *nobodys(OutboxRow, SearchGap, SearchState),
)


def retention(_settings: Settings) -> tuple[Kept, ...]:
    return (
        Kept(
            "What several people searched for in vain",
            f"{KEPT.days} days; never who",
            "To know what is missing.",
        ),
        Kept(
            "The search index",
            "as long as what it is made of is public; it is built anew within hours "
            "after an account was deleted",
            "To find things.",
        ),
    )


PART = Part("search", "Search", HELD, retention)
