"""Any CSV file: encodings, delimiters, quotes, line ends, and what is none."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.core.errors import Invalid
from community.records.files import (
    BadRow,
    CsvFile,
    FileOptions,
    Row,
    open_csv,
)

TABLE = [
    ("name", "supplier", "price"),
    ("Café “crème”", "Müller & Söhne, GmbH", "1,234.50"),
    ('12" disk', "Line one\nline two", "€ 5"),
    ("Naïve", "O'Hara", "0.10"),
]


def _write(folder: Path, content: bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(content)
    return path


def _csv(rows, delimiter=",", end="\r\n", quoting=csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(
        rows
    )
    return out.getvalue()


def _cells(file: CsvFile) -> list[tuple[str, ...]]:
    return [row.cells for row in file.rows() if isinstance(row, Row)]


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with a mark"),
        ("cp1252", "Windows 1252, Western"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16 LE"),
        ("utf-16-be", "UTF-16 BE"),
        ("utf-32", "UTF-32"),
    ],
)
def test_every_encoding_gives_the_same_cells(tmp_path, encoding, label):
    file = open_csv(_write(tmp_path, _csv(TABLE).encode(encoding)))

    assert file.columns == TABLE[0]
    assert _cells(file) == TABLE[1:]
    assert file.decoding.label == label


def test_utf_16_with_its_big_mark_is_read(tmp_path):
    content = b"\xfe\xff" + _csv(TABLE).encode("utf-16-be")

    assert _cells(open_csv(_write(tmp_path, content))) == TABLE[1:]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_every_delimiter_and_line_end_gives_the_same_cells(
    tmp_path, delimiter, end, quoting
):
    # A cell with a line end must be quoted, and the writer only quotes for its own.
    table = [tuple(cell.replace("\n", end) for cell in row) for row in TABLE]

    file = open_csv(_write(tmp_path, _csv(table, delimiter, end, quoting).encode()))

    assert (file.shape.delimiter, file.columns) == (delimiter, table[0])
    assert _cells(file) == table[1:]


def test_apostrophes_quote_where_nothing_else_does(tmp_path):
    file = open_csv(_write(tmp_path, b"'a';'b'\n'1;5';'2'\n'3';'4'\n"))

    assert _cells(file) == [("1;5", "2"), ("3", "4")]


def test_a_declared_delimiter_is_believed(tmp_path):
    file = open_csv(_write(tmp_path, b"sep=^\r\na^b\r\n1,2^3\r\n"))

    assert (file.columns, file.header_line) == (("a", "b"), 2)
    assert _cells(file) == [("1,2", "3")]


def test_decimal_commas_do_not_look_like_delimiters(tmp_path):
    rows = "".join(f"thing {i};{i},50\n" for i in range(30))

    file = open_csv(_write(tmp_path, f"what;price\n{rows}".encode()))

    assert file.shape.label == "semicolon"
    assert _cells(file)[1] == ("thing 1", "1,50")


def test_line_numbers_are_those_of_the_file(tmp_path):
    content = b'\n\na,b\n1,2\n\n"two\nlines",3\n4,5\n'

    file = open_csv(_write(tmp_path, content))

    assert file.header_line == 3
    assert list(file.rows()) == [
        Row(4, ("1", "2")),
        Row(6, ("two\nlines", "3")),
        Row(8, ("4", "5")),
    ]


def test_a_quote_that_never_closes_costs_its_own_row_only(tmp_path):
    rows = "".join(f"{i},x\n" for i in range(5))

    file = open_csv(_write(tmp_path, f'a,b\n1,"open\n{rows}'.encode()))

    found = list(file.rows())
    assert found[0] == BadRow(2, '1,"open', "A quote is opened and never closed")
    assert found[1:] == [Row(3 + i, (str(i), "x")) for i in range(5)]


def test_a_quote_that_swallows_too_much_costs_its_own_row_only(tmp_path):
    rows = "".join(f"{i},{'x' * 90}\n" for i in range(4_000))

    file = open_csv(_write(tmp_path, f'a,b\n1,"open\n{rows}'.encode()))

    found = list(file.rows())
    assert found[0] == BadRow(2, '1,"open', "A quote is opened and never closed")
    assert len(found) == 4_001
    assert found[-1].line == 4_002


def test_a_stray_quote_is_named_with_its_line(tmp_path):
    file = open_csv(_write(tmp_path, b'a,b\n"12" disk",2\n3,4\n'))

    assert list(file.rows()) == [
        BadRow(2, '"12" disk",2', "There is a quote in the middle of a cell"),
        Row(3, ("3", "4")),
    ]


def test_rows_of_another_width_are_filled_up_or_refused(tmp_path):
    file = open_csv(_write(tmp_path, b"a,b,c\n1,2\n1,2,3,,\n1,2,3,4\n"))

    assert list(file.rows()) == [
        Row(2, ("1", "2", "")),
        Row(3, ("1", "2", "3")),
        BadRow(4, "1 | 2 | 3 | 4", "It has 4 cells where the header has 3"),
    ]


def test_columns_always_have_names_of_their_own(tmp_path):
    file = open_csv(_write(tmp_path, "price,,price,price\u200b\n1,2,3,4\n".encode()))

    assert file.columns == ("price", "column 2", "price (2)", "price (3)")


def test_one_broken_character_does_not_change_the_encoding(tmp_path):
    content = "a,b\nMüller,Größe\nCafé,Ñandú\n".encode() + b"x\xff,2\n"

    file = open_csv(_write(tmp_path, content))

    assert file.decoding.label == "UTF-8, 1 broken characters"
    assert _cells(file)[-1] == ("x\ufffd", "2")


def test_a_replacement_character_of_the_source_is_not_damage(tmp_path):
    file = open_csv(_write(tmp_path, "a,b\nBachelor\ufffds,2\n".encode()))

    assert file.decoding.label == "UTF-8"


def test_windows_text_far_into_the_file_is_found(tmp_path):
    rows = "".join(f"thing {i},{i}\n" for i in range(20_000))

    file = open_csv(_write(tmp_path, f"a,b\n{rows}caf\u00e9,1\n".encode("cp1252")))

    assert file.decoding.label == "Windows 1252, Western"
    assert _cells(file)[-1] == ("café", "1")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \r\n\r\n", "The file is empty."),
        (b"\xff\xfe", "The file is empty."),
        (b"a,b\n", "The file names its columns and has no rows below."),
        (b"PK\x03\x04....", "This is an Excel workbook or a ZIP archive"),
        (b"\xd0\xcf\x11\xe0....", "This is an old Excel workbook"),
        (b"%PDF-1.7", "This is a PDF document"),
        (bytes(range(256)) * 20, "This file holds something other than text."),
        (b"just\none\ncolumn\n", "Only one column was found."),
        (b"a," + b"x" * 200_000, "Only one column was found."),
        (b"a" * 1_000_001, "Line 1 is longer than 1,000,000 characters"),
        (b'a,"b\n1,2\n', "Line 1, which should name the columns, can't be read"),
        (",".join("ab" * 300).encode() + b"\n1,2\n", "A file may have 500 columns"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path, content, says):
    with pytest.raises(Invalid) as refused:
        open_csv(_write(tmp_path, content))

    assert refused.value.message.startswith(says)


def test_options_overrule_what_we_find(tmp_path):
    content = "Prices of 2024\n\nwhat;price\nCafé;1,50\n".encode("cp850")

    file = open_csv(
        _write(tmp_path, content),
        FileOptions(encoding="cp850", delimiter=";", skip_lines=1),
    )

    assert file.columns == ("what", "price")
    assert _cells(file) == [("Café", "1,50")]


@pytest.mark.parametrize("encoding", ["nonsense", "hex", "undefined", "a\0b"])
def test_an_encoding_that_is_none_is_refused(tmp_path, encoding):
    with pytest.raises(Invalid, match="We know no encoding"):
        open_csv(_write(tmp_path, b"a,b\n1,2\n"), FileOptions(encoding=encoding))


def test_progress_ends_at_the_size_of_the_file(tmp_path):
    file = open_csv(
        _write(tmp_path, _csv([("a", "b"), *[("1", "2")] * 2_000]).encode())
    )
    told: list[int] = []

    rows = list(file.rows(told.append))

    assert len(rows) == 2_000
    assert told == sorted(told)
    assert told[-1] == file.size


_cell = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=["Cc"],
        include_characters="\t\n\r",
        exclude_characters="\ufeff\ufffd",
    ),
    max_size=12,
)
_rows = st.integers(2, 5).flatmap(
    lambda width: st.lists(
        st.tuples(*[_cell] * width).filter(lambda row: any(c.strip() for c in row)),
        min_size=1,
        max_size=8,
    )
)


@given(
    rows=_rows,
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
@settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_was_written_is_read(tmp_path, rows, delimiter, end, encoding):
    header = tuple(f"column-{i}" for i in range(len(rows[0])))
    content = _csv([header, *rows], delimiter, end, csv.QUOTE_ALL).encode(encoding)

    file = open_csv(_write(tmp_path, content))

    assert file.columns == header
    assert _cells(file) == rows


def test_a_cell_without_end_costs_its_own_row_only(tmp_path):
    content = f"a,b\n1,{'x' * 200_000}\n3,4\n"

    file = open_csv(_write(tmp_path, content.encode()))

    bad, good = file.rows()
    assert (bad.line, bad.reason) == (2, "A quote is opened and never closed")
    assert good == Row(3, ("3", "4"))


def test_nothing_below_the_lines_that_are_passed_over_is_refused(tmp_path):
    with pytest.raises(Invalid, match="nothing below the lines"):
        open_csv(_write(tmp_path, b"a,b\n1,2\n"), FileOptions(skip_lines=2))
    with pytest.raises(Invalid, match=r"The file is empty\."):
        open_csv(
            _write(tmp_path, b"a,b\n1,2\n"), FileOptions(delimiter=",", skip_lines=2)
        )


def test_an_encoding_that_the_file_is_not_in_is_refused(tmp_path):
    with pytest.raises(Invalid, match="not in the encoding that was given"):
        open_csv(_write(tmp_path, b"a,b\n1,2\n"), FileOptions(encoding="utf-16"))


def test_a_file_that_is_gone_is_refused(tmp_path):
    with pytest.raises(Invalid, match=r"The file is gone\."):
        open_csv(tmp_path / "none.csv")
