"""The newest of each kind by PostgreSQL's index of dates, without a look at all that fits."""

from collections.abc import Mapping

from search.engines.postgres_connections import Cursor
from search.engines.postgres_tables import Tables
from search.engines.postgres_words import conditions
from search.engines.protocol import Hit, Key
from search.query import Query
from search.selection import Order, Selection

_LOOKED_THROUGH = 1_000
"""Documents of a kind, the newest, that are held against the query."""


def newest(
    cursor: Cursor,
    tables: Tables,
    query: Query,
    limits: Mapping[str, int],
    selection: Selection,
) -> dict[str, list[Hit]] | None:
    """Return the newest hits of each kind; None where that takes all that fits.

    It does when hits are rare among the newest, and for what the rows don't say.
    """
    spans = (selection.price, selection.seats)
    if (
        selection.order is not Order.NEWEST
        or query.prefixes
        or not all(one.is_open for one in spans)
        or not (query.words or query.phrases or selection.filters)
    ):
        return None
    bounds, values = _bounds(selection)
    asked = list(conditions(query, selection))
    if asked:
        fits, values = "words @@ %s::tsquery", [*values, " & ".join(asked)]
    else:
        fits = "true"
    found: dict[str, list[Hit]] = {}
    for kind, limit in limits.items():
        if not limit:
            found[kind] = []
            continue
        cursor.execute(
            "WITH latest AS MATERIALIZED (SELECT object_id, day, words "
            f"FROM {tables.documents} WHERE kind = %s{bounds} "
            f"ORDER BY day DESC, object_id DESC LIMIT {_LOOKED_THROUGH}) "
            f"SELECT (SELECT count(*) FROM latest), ARRAY(SELECT object_id FROM latest "
            f"WHERE {fits} ORDER BY day DESC, object_id DESC LIMIT %s)",
            (kind, *values, limit),
        )
        seen, ids = cursor.fetchone()
        if len(ids) < limit and seen == _LOOKED_THROUGH:
            return None
        found[kind] = [Hit(Key(kind, one), 0.0) for one in ids]
    return found


def _bounds(selection: Selection) -> tuple[str, list[object]]:
    bounds = ""
    values: list[object] = []
    if selection.since is not None:
        bounds += " AND day >= %s"
        values.append(selection.since.toordinal())
    if selection.before is not None:
        bounds += " AND day < %s AND day <> 0"
        values.append(selection.before.toordinal())
    return bounds, values
