"""From what people type to a typed query: words, "phrases", -not and operators. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from community.core.errors import BadRequest
from search.dates import Days, spoken_at_start
from search.filters import Filters, Sort
from search.operators import Narrowing, narrow, operator_of, unknown
from search.words import STOP_WORDS, fold, words_of

MAX_BYTES = 256
MAX_TERMS = 12
MAX_OPERATORS = 8
SHORTEST_PREFIX = 4
"""Letters before a star: fewer begin too many words."""

_QUOTES = str.maketrans("“”„«»", '"""""')
_CLAUSE = re.compile(
    r"(?P<minus>-?)(?:"
    r"(?P<name>[A-Za-z]{2,20}):(?!//)(?:\"(?P<quoted>[^\"]*)(?:\"|$)|(?P<value>[^\s\"]*))"
    r"|\"(?P<phrase>[^\"]*)(?:\"|$)"
    r"|(?P<word>[^\s\"]+))"
)
_LOGIC = frozenset({"AND", "OR", "NOT"})

Phrase = tuple[str, ...]
"""Folded words that must stand one after another."""


class QueryTooLong(BadRequest):
    """More was typed than one search may look for."""

    code = "query-too-long"
    title = "That search is too long"


@dataclass(frozen=True)
class Query:
    """What to look for: any of `words` and `prefixes`, all of `phrases`, none of `excluded`.

    Words are folded, in order and without repeats. All of `filters` must be true, and
    nothing of `unwanted`; `problems` are sentences about operators that could not be.
    """

    text: str = ""
    words: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    prefixes: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    unwanted: Filters = field(default_factory=Filters)
    sort: Sort = Sort.TOP
    problems: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not self.text.strip()

    @property
    def is_wordless(self) -> bool:
        """Whether there is no word to rank by: only filters, exclusions or punctuation."""
        return not self.words and not self.phrases and not self.prefixes

    @property
    def seeks_nothing(self) -> bool:
        """Whether nothing is left to look for: only exclusions or punctuation."""
        return self.is_wordless and not self.filters

    @property
    def terms(self) -> tuple[str, ...]:
        """Return every word that a result may be praised for, in order."""
        in_phrases = (word for phrase in self.phrases for word in phrase)
        return tuple(dict.fromkeys([*self.words, *in_phrases]))


@dataclass(frozen=True)
class _Clause:
    """One part of what was typed: an operator with its value, a phrase, or words."""

    minus: bool
    name: str
    text: str
    is_quoted: bool

    @property
    def found(self) -> Phrase:
        return tuple(words_of(self.text))

    @property
    def is_plain(self) -> bool:
        return not (self.minus or self.name or self.is_quoted)


def parse(
    text: str,
    *,
    max_bytes: int = MAX_BYTES,
    max_terms: int = MAX_TERMS,
    today: date | None = None,
) -> Query:
    """Return the query that `text` stands for; any text stands for one.

    Days are read only by who says which is `today`. Raises QueryTooLong beyond the
    bounds; words that tell nothing ("the", "how") don't count.
    """
    if len(text.encode("utf-8", "replace")) > max_bytes:
        raise QueryTooLong(
            f"Please search with at most {max_bytes} characters; a few telling words "
            "find more than a whole text."
        )
    clauses = list(_clauses(text))
    days, plain = _without_days(clauses, today)
    narrowing = _narrowing(plain, days, today)
    query = replace(
        _words(text, plain),
        filters=narrowing.wanted,
        unwanted=narrowing.unwanted,
        sort=narrowing.sort,
        problems=narrowing.problems,
    )
    if _size(query) > max_terms:
        raise QueryTooLong(
            f"Please search with at most {max_terms} words; leave out those that "
            "matter least."
        )
    return query


def _clauses(text: str) -> Iterator[_Clause]:
    for match in _CLAUSE.finditer(text.translate(_QUOTES)):
        name = match["name"] or ""
        quoted = match["quoted"] if name else match["phrase"]
        plain = match["value"] if name else match["word"]
        is_quoted = quoted is not None
        yield _Clause(bool(match["minus"]), name, quoted or plain or "", is_quoted)


def _without_days(
    clauses: Sequence[_Clause], today: date | None
) -> tuple[list[Days], list[_Clause]]:
    """Return the days that are spoken of between the words, and all other clauses."""
    days: list[Days] = []
    others: list[_Clause] = []
    at = 0
    while at < len(clauses):
        found = spoken_at_start(_plain_run(clauses, at), today) if today else None
        if found is None:
            others.append(clauses[at])
            at += 1
        else:
            days.append(found[0])
            at += found[1]
    return days, others


def _plain_run(clauses: Sequence[_Clause], at: int) -> list[str]:
    run = []
    for clause in clauses[at : at + 4]:
        if not clause.is_plain:
            break
        run.append(clause.text.strip("?!.,;"))
    return run


def _narrowing(
    clauses: Iterable[_Clause], days: Iterable[Days], today: date | None
) -> Narrowing:
    so_far = Narrowing()
    for one in days:
        wanted = so_far.wanted
        so_far = replace(
            so_far,
            wanted=replace(
                wanted,
                since=one.first or wanted.since,
                before=one.end or wanted.before,
            ),
        )
    operators = 0
    for clause in clauses:
        operator = operator_of(clause.name)
        if operator is not None:
            operators += 1
            so_far = narrow(
                so_far, operator, clause.text, minus=clause.minus, today=today
            )
        elif clause.name:
            so_far = so_far.blaming(unknown(clause.name))
        elif clause.is_plain and clause.text in _LOGIC:
            so_far = so_far.blaming(_of_logic(clause.text))
        elif _is_short_prefix(clause):
            so_far = so_far.blaming(
                f"“{clause.text}” was searched for as it stands: a star stands for endings "
                f"behind {SHORTEST_PREFIX} letters or more."
            )
    if operators > MAX_OPERATORS:
        raise QueryTooLong(
            f"Please search with at most {MAX_OPERATORS} operators; leave out those "
            "that matter least."
        )
    return replace(so_far, problems=tuple(dict.fromkeys(so_far.problems)))


def _of_logic(word: str) -> str:
    if word == "NOT":
        return "NOT is read as a word: put a minus before what should be left out."
    return f"{word} is read as a word: any of the words may be there, and all are best."


def _words(text: str, clauses: Iterable[_Clause]) -> Query:
    """Return what is to be looked for in texts: operators apart, unknown ones as words."""
    words: list[str] = []
    phrases: list[Phrase] = []
    excluded: list[Phrase] = []
    prefixes: list[str] = []
    for clause in clauses:
        if operator_of(clause.name) is not None:
            continue
        found = (*words_of(clause.name), *clause.found)
        if clause.minus:
            excluded.append(found)
        elif clause.is_quoted and len(found) > 1:
            phrases.append(found)
        elif _is_prefix(clause):
            prefixes.append(found[-1])
            words.extend(found[:-1])
        else:
            words.extend(found)
    return Query(
        text,
        _telling(words),
        _unique(phrases),
        _unique(excluded),
        tuple(dict.fromkeys(prefixes)),
    )


def _ends_in_star(clause: _Clause) -> bool:
    return clause.is_plain and re.fullmatch(r".*\w\*", clause.text) is not None


def _is_prefix(clause: _Clause) -> bool:
    return _ends_in_star(clause) and len(clause.found[-1]) >= SHORTEST_PREFIX


def _is_short_prefix(clause: _Clause) -> bool:
    return _ends_in_star(clause) and not _is_prefix(clause)


def _telling(words: Iterable[str]) -> tuple[str, ...]:
    # A query of stop words alone ("Next", "The Who") is a name: keep them then.
    unique = dict.fromkeys(words)
    return tuple(word for word in unique if word not in STOP_WORDS) or tuple(unique)


def _unique(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))


def _size(query: Query) -> int:
    phrases = (*query.phrases, *query.excluded)
    words = len(query.words) + len(query.prefixes)
    return words + sum(len(phrase) for phrase in phrases)


def without(text: str, *operators: str) -> str:
    """Return what was typed without these operators, for a link that takes them back."""
    kept = [
        match.group()
        for match in _CLAUSE.finditer(text.translate(_QUOTES))
        if operator_of(match["name"] or "") not in operators
    ]
    return " ".join(kept)


def with_operator(text: str, operator: str, value: str) -> str:
    """Return what was typed with one more operator, its value quoted where needed."""
    quoted = f'"{value}"' if re.search(r"[\s,]", value) else value
    return f"{text.strip()} {operator}:{quoted}".strip()


def corrected(text: str, corrections: Mapping[str, str]) -> str:
    """Return what was typed with misspelt words put right, outside operators."""

    def put_right(match: re.Match[str]) -> str:
        return corrections.get(fold(match.group()), match.group())

    return " ".join(
        match.group() if match["name"] else re.sub(r"\w+", put_right, match.group())
        for match in _CLAUSE.finditer(text.translate(_QUOTES))
    )
