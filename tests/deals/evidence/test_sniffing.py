"""What a file is, by its content: the good, the false, the double and the broken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.deals.evidence.limits import MOST_BYTES
from community.deals.evidence.sniffing import (
    BROKEN,
    EMPTY,
    TOO_LARGE,
    TOO_MANY_PIXELS,
    TWO_IN_ONE,
    WRONG_TYPE,
    FileType,
    Unfit,
    file_type,
)
from tests.deals.evidence import files
from tests.deals.evidence.files import jpeg, pdf, picture, png

PNG, JPEG, PDF = png(), jpeg(), pdf()


def refusal(data: bytes) -> str:
    with pytest.raises(Unfit) as caught:
        file_type(data)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, FileType.PNG),
        (files.telling_png(), FileType.PNG),
        (png(picture(mode="RGBA")), FileType.PNG),
        (JPEG, FileType.JPEG),
        (files.telling_jpeg(), FileType.JPEG),
        (jpeg(progressive=True), FileType.JPEG),
        (jpeg(picture(mode="CMYK")), FileType.JPEG),
        (jpeg(restart_marker_rows=1), FileType.JPEG),
        (JPEG[:2] + b"\xff\xff" + JPEG[3:], FileType.JPEG),
        (PDF, FileType.PDF),
        (files.telling_pdf(), FileType.PDF),
        (PDF.rstrip(), FileType.PDF),
        (PDF + b"\r\n\x00", FileType.PDF),
    ],
)
def test_what_we_take_is_known_by_its_content(data, kind):
    assert file_type(data) is kind


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", EMPTY),
        (PNG + bytes(MOST_BYTES), TOO_LARGE),
        (files.SVG, WRONG_TYPE),
        (files.HTML, WRONG_TYPE),
        (files.zip_bomb(), WRONG_TYPE),
        (b"GIF89a" + bytes(30), WRONG_TYPE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", WRONG_TYPE),
        (b"\x00\x00\x00\x18ftypheic" + bytes(30), WRONG_TYPE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(30), WRONG_TYPE),
        (files.png_of(50_000, 50_000), TOO_MANY_PIXELS),
        (files.png_of(8_001, 5_000), TOO_MANY_PIXELS),
        (files.png_of(0, 10), BROKEN),
    ],
)
def test_what_we_do_not_take_gets_its_sentence(data, sentence):
    assert refusal(data) == sentence


def test_a_jpeg_that_says_to_be_huge_is_not_opened():
    where = JPEG.index(b"\xff\xc0") + 5

    assert refusal(JPEG[:where] + b"\xff\xff\xff\xff" + JPEG[where + 4 :]) == (
        TOO_MANY_PIXELS
    )


@pytest.mark.parametrize("good", [PNG, JPEG, PDF])
@pytest.mark.parametrize("other", [files.zip_bomb(), files.HTML, b"\x00", PDF])
def test_something_behind_the_end_is_refused(good, other):
    if good == PDF and other in {PDF, b"\x00"}:
        pytest.skip("a second version of a PDF, and padding, are no second file")
    assert refusal(good + other) == TWO_IN_ONE


@pytest.mark.parametrize("before", [b"\n", files.HTML, b"#!/bin/sh\n"])
def test_something_before_a_pdf_is_refused(before):
    assert refusal(before + PDF) == TWO_IN_ONE


def test_a_zip_inside_is_refused_even_where_the_format_has_room_for_it():
    hidden = files.chunk(b"tEXt", b"Comment\x00" + files.zip_bomb())

    assert refusal(files.png_of(10, 1, hidden)) == TWO_IN_ONE


@pytest.mark.parametrize("good", [PNG, JPEG])
def test_each_truncated_file_is_broken(good):
    answers = {refusal(good[:length]) for length in range(12, len(good))}

    assert answers == {BROKEN}


@pytest.mark.parametrize(
    "data",
    [
        PDF[: len(PDF) // 2],
        b"%PDF-1.7",
        files.png_of(10, 1).replace(b"IHDR", b"IHDX"),
        JPEG[:2] + b"\xff\xe0\x00\x01" + JPEG[6:],
        JPEG[:2] + b"\xff\xd9\x00\x02" * 3,
        JPEG.replace(b"\xff\xc0", b"\xff\xc4"),
    ],
)
def test_a_broken_structure_is_broken(data):
    assert refusal(data) == BROKEN


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from([b"", PNG[:33], JPEG[:30], b"%PDF-"]))
def test_any_bytes_are_a_type_or_refused_with_a_sentence(tail, head):
    try:
        said = str(file_type(head + tail))
    except Unfit as unfit:
        said = str(unfit)

    assert said in {*FileType, EMPTY, WRONG_TYPE, BROKEN, TWO_IN_ONE, TOO_MANY_PIXELS}
