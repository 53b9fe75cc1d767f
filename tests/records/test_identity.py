"""Rows are known again by content and number, however the file is written."""

from community.records.files import Row
from community.records.identity import Identities

COLUMNS = ("role", "rate")


def test_identical_rows_have_keys_of_their_own():
    first = Identities("source", COLUMNS)
    second = Identities("source", COLUMNS)
    rows = [Row(2, ("a", "1")), Row(3, ("a", "1")), Row(4, ("b", "1"))]

    keys = [first.of(row) for row in rows]

    assert [number for _, number in keys] == [1, 2, 1]
    assert len({key for key, _ in keys}) == 3
    assert [second.of(row) for row in rows] == keys


def test_the_order_of_columns_and_our_own_columns_do_not_matter():
    turned = Identities("source", ("rate", "fairquote_line", "role"))
    plain = Identities("source", COLUMNS)

    assert turned.of(Row(9, ("1", "17", " a "))) == plain.of(Row(2, ("a", "1")))


def test_another_source_is_another_row():
    row = Row(2, ("a", "1"))

    assert Identities("one", COLUMNS).of(row) != Identities("two", COLUMNS).of(row)


def test_cells_do_not_run_into_each_other():
    keys = Identities("source", COLUMNS)

    assert keys.of(Row(2, ("ab", "c"))) != keys.of(Row(3, ("a", "bc")))
