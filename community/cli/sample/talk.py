"""Lets the sample's people ask, ask again and answer: 300 questions over two years."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from community.accounts.models import User
from community.cli.sample.catalogue import Sold
from community.cli.sample.words import SMALL_TALK, TOPICS, Topic
from community.core import clock
from community.threads.drafts import Draft
from community.threads.models import Post, Thread
from community.threads.queries import get_question_post
from community.threads.rules import asking, choosing
from community.threads.rules.closing import close_as_duplicate

THREADS = 300
_ONE_IN = 7
"""How many conversations there are for one that keeps names out."""
_ASKED_AGAIN = (*(0,) * 5, *(1,) * 4, *(2,) * 3, *(3,) * 3, *(4, 5) * 2, *range(6, 11))
"""Which question others ask again, so often as it stands here: every third, backwards
from the middle of all, so that those are less than a year old."""
_STRIDE = 7
"""With no divisor in common with their number: later ones repeat all of them in turn."""

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def add_talk(random: Random, people: Sequence[User], sold: Sequence[Sold]) -> None:
    """Ask every topic that fits about each product, newest last."""
    pairs = [
        (topic, one)
        for one in sold
        for topic in TOPICS
        if one.sample.model in topic.models
    ]
    random.shuffle(pairs)
    pairs = pairs[:THREADS]
    repeats = _repeats(len(pairs))
    now = clock.now()
    span = timedelta(days=700)
    asked: list[Thread] = []
    for number, pair in enumerate(pairs):
        age = span * (1 - (number + 1) / len(pairs)) ** 1.4
        at = now - age - timedelta(minutes=random.randint(20, 600))
        hidden = number % _ONE_IN == 0
        if number not in repeats:
            asked.append(_talk_about(random, *pair, people, at, hidden=hidden))
            continue
        first = next(
            one for one in range(repeats[number], -1, -1) if asked[one].answer_count
        )
        asker, again = _ask_again(random, *pairs[first], people, at, hidden=hidden)
        closed_at = at + (now - at) * random.uniform(0.01, 0.1)
        close_as_duplicate(asker.actor, again, asked[first], at=closed_at)
        asked.append(again)


def _repeats(count: int) -> dict[int, int]:
    """Return which of `count` questions ask again what an earlier one did, and which."""
    start = count // 2
    found = {}
    for number in range(len(_ASKED_AGAIN)):
        place = start + number * (count - start) // len(_ASKED_AGAIN)
        before = _ASKED_AGAIN[number * _STRIDE % len(_ASKED_AGAIN)]
        if 3 * before < start:
            found[place] = start - 1 - 3 * before
    return found


def _ask_again(
    random: Random,
    topic: Topic,
    one: Sold,
    people: Sequence[User],
    at: datetime,
    *,
    hidden: bool,
) -> tuple[User, Thread]:
    words = _slots(random, one)
    asker = random.choice(people)
    title, body = (text.format(**words) for text in topic.again)
    draft = Draft(title, body, topic.tags[0], product_id=one.product.id)
    return asker, asking.ask(asker.actor, draft, anonymous=hidden, at=at)


def _talk_about(
    random: Random,
    topic: Topic,
    one: Sold,
    people: Sequence[User],
    at: datetime,
    *,
    hidden: bool,
) -> Thread:
    words = _slots(random, one)
    asker, *others = random.sample(people, 12)
    draft = Draft(
        title=topic.title.format(**words),
        body=topic.body.format(**words),
        tags=" ".join(topic.tags),
        product_id=one.product.id,
    )
    thread = asking.ask(asker.actor, draft, anonymous=hidden, at=at)
    question = get_question_post(thread)
    voters = [one.actor for one in others[: random.randint(0, 5)]]
    choosing.vote_in_samples(question, voters, at)
    answers = _answer(random, topic, thread, others, at, words, hidden=hidden)
    if answers and random.random() < 0.6:
        chosen = random.choice(answers)
        choosing.choose_answer(asker.actor, thread, chosen, instead_of=None)
    return thread


def _answer(
    random: Random,
    topic: Topic,
    thread: Thread,
    others: Sequence[User],
    at: datetime,
    words: dict[str, object],
    *,
    hidden: bool,
) -> list[Post]:
    wanted = random.choices((0, 1, 2, 3, 4), (10, 20, 30, 25, 15))[0]
    texts = random.sample(topic.answers, min(wanted, len(topic.answers)))
    if wanted > len(texts):
        texts.append(random.choice(SMALL_TALK))
    posts = []
    for text, author in zip(texts, others, strict=False):
        at = _later(random, at)
        said = text.format(**words)
        post = asking.answer(author.actor, thread, said, anonymous=hidden, at=at)
        posts.append(post)
        voters = [
            one.actor
            for one in others[5 : 5 + random.randint(0, 4)]
            if one is not author
        ]
        choosing.vote_in_samples(post, voters, at)
    return posts


def _later(random: Random, at: datetime) -> datetime:
    """Return a time after `at`: within some days, and never in the future."""
    left = clock.now() - at
    wait = timedelta(minutes=random.randint(8, 4000))
    return at + (wait if wait < left else left * random.uniform(0.2, 0.9))


def _slots(random: Random, one: Sold) -> dict[str, object]:
    """Return figures that hang together: less below more, used below bought."""
    sample = one.sample
    quantity = max(2, round(sample.usual * random.choice((0.4, 0.7, 1, 1.6, 2.5))))
    return {
        "product": sample.name,
        "vendor": sample.vendor,
        "plan": list(sample.plans)[-1],
        "metric": sample.metric or "unit",
        "quantity": f"{quantity:,}",
        "used": f"{max(1, round(quantity * random.uniform(0.75, 0.95))):,}",
        "dropped": max(1, quantity // 10),
        "up": random.choice((9, 12, 14, 18, 22, 25)),
        "less": random.choice((5, 7, 8, 10)),
        "more": random.choice((18, 20, 25, 30)),
        "cap": random.choice((3, 4, 5)),
        "notice": random.choice((30, 60, 90)),
        "month": random.choice(_MONTHS),
    }
