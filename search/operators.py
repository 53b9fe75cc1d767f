"""The operators of a search: what each takes, and what to say when it gets else. Pure."""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from search.dates import read_days
from search.filters import Filters, Has, Sort, Span
from search.words import fold

KINDS = {
    "question": "question",
    "answer": "answer",
    "review": "review",
    "deal": "deal",
    "product": "product",
    "vendor": "vendor",
    "official": "official",
    "event": "event",
}
"""The kinds that can be asked for, by the words for them."""

_NAMES = {
    "vendor": "vendors",
    "product": "products",
    "author": "authors",
    "tag": "tags",
}
_EXAMPLES = {
    "vendor": "vendor:arbor",
    "product": 'product:"arbor desk"',
    "author": "author:ada",
    "tag": "tag:renewal",
}
_SYNONYMS = {"by": "author", "type": "kind", "since": "after"}
_ONCE = ("price", "seats", "after", "before", "sort")
OPERATORS = (*_NAMES, "kind", "has", *_ONCE)

_NUMBER = r"(\d{1,12}(?:\.\d{1,6})?)([km]?)"
_SPAN = re.compile(rf"(?:{_NUMBER})?(\.\.|-)(?:{_NUMBER})?", re.ASCII)
_BOUND = re.compile(rf"(<=|>=|<|>|=|)\s*{_NUMBER}", re.ASCII)
_FACTORS = {"": 1, "k": 1_000, "m": 1_000_000}
_LONGEST_NAME = 64


@dataclass(frozen=True)
class Narrowing:
    """What the operators read so far come to, and what was wrong with others."""

    wanted: Filters = field(default_factory=Filters)
    unwanted: Filters = field(default_factory=Filters)
    sort: Sort = Sort.TOP
    problems: tuple[str, ...] = ()
    said: frozenset[str] = frozenset()
    """The operators that are there already."""

    def blaming(self, problem: str) -> "Narrowing":
        """Return the same with one more thing to say."""
        return replace(self, problems=(*self.problems, problem))


def operator_of(name: str) -> str | None:
    """Return the operator that `name` stands for, None when it is none of ours."""
    folded = fold(name)
    folded = _SYNONYMS.get(folded, folded)
    return folded if folded in OPERATORS else None


def unknown(name: str) -> str:
    """Return what to say of an operator that we don't have."""
    close = difflib.get_close_matches(fold(name), OPERATORS, n=1, cutoff=0.7)
    hint = f" Did you mean “{close[0]}:”?" if close else ""
    return f"“{name}:” is no operator here, so it was searched for as words.{hint}"


def narrow(
    so_far: Narrowing, operator: str, value: str, *, minus: bool, today: date | None
) -> Narrowing:
    """Return `so_far` with one more operator in it, or with what is wrong with it."""
    # Folding leaves nothing of an accent that stands alone.
    if not "".join(fold(value).split()).strip(",@#"):
        return so_far.blaming(
            f"“{operator}:” stands alone: write what it is to be right behind the "
            f"colon, as in {_example(operator)}."
        )
    if operator in _ONCE:
        if minus:
            return so_far.blaming(
                f"A minus can’t stand before “{operator}:”, so that was left out."
            )
        return _narrow_once(so_far, operator, value, today)
    filters = so_far.unwanted if minus else so_far.wanted
    changed = _CHANGES.get(operator, _add_names)(filters, operator, value)
    if isinstance(changed, str):
        return so_far.blaming(changed)
    if minus:
        return replace(so_far, unwanted=changed)
    return replace(so_far, wanted=changed)


def _narrow_once(
    so_far: Narrowing, operator: str, value: str, today: date | None
) -> Narrowing:
    read = _READERS[operator](so_far, operator, value, today)
    if isinstance(read, str):
        return so_far.blaming(read)
    read = replace(read, said=so_far.said | {operator})
    if operator in so_far.said:
        return read.blaming(f"“{operator}:” stands there twice; the last one counts.")
    return read


def _add_names(filters: Filters, operator: str, value: str) -> Filters | str:
    names = [" ".join(fold(name).split()) for name in value.split(",")]
    known: tuple[str, ...] = getattr(filters, _NAMES[operator])
    found = (name[:_LONGEST_NAME].lstrip("@#") for name in names)
    return _with(filters, _NAMES[operator], (*known, *filter(None, found)))


def _add_kinds(filters: Filters, _operator: str, value: str) -> Filters | str:
    found = []
    for word in _list(value):
        kind = KINDS.get(word) or KINDS.get(word.removesuffix("s"))
        if kind is None:
            return _no_choice("kind", word, list(KINDS))
        found.append(kind)
    return _with(filters, "kinds", (*filters.kinds, *found))


def _add_marks(filters: Filters, _operator: str, value: str) -> Filters | str:
    found = []
    for word in _list(value):
        if word not in list(Has):
            return _no_choice("has", word, list(Has))
        found.append(Has(word))
    return _with(filters, "has", (*filters.has, *found))


def _with(filters: Filters, name: str, values: tuple[str, ...]) -> Filters:
    unique: Mapping[str, object] = {name: tuple(dict.fromkeys(values))}
    return replace(filters, **unique)  # type: ignore[arg-type]


def _set_span(
    so_far: Narrowing, operator: str, value: str, _today: date | None
) -> Narrowing | str:
    span = read_span(value)
    if span is None:
        return (
            f"“{operator}:” takes a number, as in {operator}:<150 or "
            f"{operator}:100..250; “{value}” is none, so that was left out."
        )
    if span.low is not None and span.high is not None and span.low > span.high:
        return f"“{operator}:{value}” begins above its end, so that was left out."
    values: Mapping[str, object] = {operator: span}
    wanted = replace(so_far.wanted, **values)  # type: ignore[arg-type]
    return replace(so_far, wanted=wanted)


def _set_day(
    so_far: Narrowing, operator: str, value: str, today: date | None
) -> Narrowing | str:
    days = read_days(value, today) if today else None
    if days is None or days.first is None:
        return (
            f"“{operator}:” takes a day, a month or a year, as in {operator}:2026-01 "
            f'or {operator}:"march 2026"; “{value}” is none, so that was left out.'
        )
    if operator == "after":
        wanted = replace(so_far.wanted, since=days.first)
    else:
        wanted = replace(so_far.wanted, before=days.first)
    return replace(so_far, wanted=wanted)


def _set_sort(
    so_far: Narrowing, _operator: str, value: str, _today: date | None
) -> Narrowing | str:
    word = fold(value)
    if word not in list(Sort):
        return _no_choice("sort", word, list(Sort))
    return replace(so_far, sort=Sort(word))


_CHANGES: dict[str, Callable[[Filters, str, str], Filters | str]] = {
    "kind": _add_kinds,
    "has": _add_marks,
}
_READERS: dict[str, Callable[[Narrowing, str, str, date | None], Narrowing | str]] = {
    "price": _set_span,
    "seats": _set_span,
    "after": _set_day,
    "before": _set_day,
    "sort": _set_sort,
}


def read_span(text: str) -> Span | None:
    """Return the numbers that "<150", "100..250" or "20k" name; None for other text."""
    plain = re.sub(r"[$€£,\s]", "", text.casefold())
    between = _SPAN.fullmatch(plain)
    if between:
        low, high = _number(between[1], between[2]), _number(between[4], between[5])
        return None if low is None and high is None else Span(low, high)
    bound = _BOUND.fullmatch(plain)
    if bound is None:
        return None
    sign, number = bound[1], _number(bound[2], bound[3])
    if sign.startswith("<"):
        return Span(high=number, is_below=sign == "<")
    if sign.startswith(">"):
        return Span(low=number, is_above=sign == ">")
    return Span(number, number)


def _number(digits: str | None, factor: str | None) -> Decimal | None:
    return None if digits is None else Decimal(digits) * _FACTORS[factor or ""]


def _list(value: str) -> list[str]:
    return [word for part in value.split(",") if (word := fold(part).strip())]


def _no_choice(operator: str, word: str, choices: list[str]) -> str:
    close = difflib.get_close_matches(word, choices, n=1, cutoff=0.7)
    hint = f" Did you mean {operator}:{close[0]}?" if close else ""
    listed = f"{', '.join(choices[:-1])} or {choices[-1]}"
    return (
        f"“{operator}:” takes {listed}; “{word}” is none of them, so that was left "
        f"out.{hint}"
    )


def _example(operator: str) -> str:
    examples = {
        **_EXAMPLES,
        "kind": "kind:question",
        "has": "has:answer",
        "price": "price:<150",
        "seats": "seats:100..250",
        "after": "after:2026-01",
        "before": "before:2026-01",
        "sort": "sort:new",
    }
    return examples[operator]
