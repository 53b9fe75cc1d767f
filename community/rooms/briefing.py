"""A room as a table for spreadsheets: one row a product."""

from community.rooms.reading import RoomView

_NAMES = (
    "Product",
    "Vendor",
    "Published for",
    "Published median",
    "Per",
    "Middle half",
    "Organisations",
    "Quotes",
    "Votes",
    "Decided for",
    "Score of 5",
)


def table_of(view: RoomView) -> tuple[list[str], list[list[object]]]:
    """Return the heads and the rows of a room's table, its criteria last."""
    heads = [
        f"{one.criterion.name} (weight {one.criterion.weight})" for one in view.criteria
    ]
    rows: list[list[object]] = []
    for at, row in enumerate(view.rows):
        found = row.figures
        means = [one.means[at] for one in view.criteria]
        quotes = [
            f"{one.price} a year" + (f", {one.each}" if one.each else "")
            for one in view.quotes
            if one.quote.choice_id == row.choice.id
        ]
        rows.append(
            [
                row.name,
                row.vendor,
                *(
                    ("", "", "", "", "")
                    if found is None
                    else (
                        found.series,
                        found.median,
                        found.per,
                        found.middle_half,
                        found.organisations,
                    )
                ),
                "; ".join(quotes),
                row.votes,
                "yes" if row.name == view.decided else "",
                "" if row.total is None else row.total.value,
                *("" if mean is None else mean.value for mean in means),
            ]
        )
    return [*_NAMES, *heads], rows
