"""What is counted of questions and answers: how many, and how soon; never whose."""

from collections.abc import Callable
from datetime import timedelta

from community.core.measuring import AGAIN, Fact
from community.dashboard.metrics.log import Log
from community.dashboard.metrics.values import lasting, ratio, share

_DAY = 24
_WEEK = 168


def _unanswered(log: Log, within: int) -> str:
    """Of questions old enough: a question of today can't have waited for a week."""
    until = log.period.last - timedelta(hours=within)
    asked = log.count(Fact.QUESTION_ASKED, until=until)
    hours = log.hours(Fact.FIRST_ANSWER, until=until)
    return share(asked - sum(one <= within for one in hours), asked)


def _per_asker(log: Log) -> str:
    asked = log.sorts(Fact.QUESTION_ASKED)
    return ratio(log.count(Fact.ANSWERED), sum(asked.values()) - asked[AGAIN])


def _chosen(log: Log) -> str:
    chosen = log.count(Fact.ANSWER_CHOSEN) - log.count(Fact.CHOICE_WITHDRAWN)
    return share(max(chosen, 0), log.count(Fact.QUESTION_ASKED))


TALK: tuple[tuple[str, Callable[[Log], str], str], ...] = (
    (
        "Unanswered after a day",
        lambda log: _unanswered(log, _DAY),
        (
            "Share of the period’s questions, at least a day old, that nobody answered within "
            "24 hours, their vendor included."
        ),
    ),
    (
        "Unanswered after a week",
        lambda log: _unanswered(log, _WEEK),
        "The same with seven days, of questions at least a week old.",
    ),
    (
        "Time to first answer",
        lambda log: lasting(log.median_hours(Fact.FIRST_ANSWER)),
        (
            "Median over the period’s questions that have an answer, whoever wrote it: a "
            "member, or the vendor in its official reply."
        ),
    ),
    (
        "Time to first official answer",
        lambda log: lasting(log.median_hours(Fact.FIRST_OFFICIAL)),
        "Median over the period’s questions that their vendor replied to.",
    ),
    (
        "Answer chosen",
        _chosen,
        "Share of the period’s questions with a chosen answer.",
    ),
    (
        "Answers for a question",
        lambda log: ratio(log.count(Fact.ANSWERED), log.count(Fact.QUESTION_ASKED)),
        "Answers of members posted in the period for each question asked in it.",
    ),
    (
        "Answers per asker",
        _per_asker,
        (
            "Answers of members posted in the period for each member who asked in it. Who "
            "asks in two weeks counts in each, and who asks under an alias with each "
            "question: nothing tells whose those are."
        ),
    ),
    (
        "Official replies",
        lambda log: share(
            log.count(Fact.FIRST_OFFICIAL), log.count(Fact.QUESTION_ASKED)
        ),
        "Share of the period’s questions that their vendor replied to.",
    ),
)
