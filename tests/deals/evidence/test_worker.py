"""The clean copy: the pixels are there, the rest is gone; what can't be drawn is refused."""

import io

import pypdfium2 as pdfium
import pytest
from PIL import Image

from community.deals.evidence import worker
from community.deals.evidence.sniffing import FileType
from community.deals.evidence.worker import Refused, rewritten
from tests.deals.evidence import files
from tests.deals.evidence.files import jpeg, pdf, picture, png


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def deep() -> Image.Image:
    """Return the picture with 16 bits a pixel, as scanners make them."""
    plain = picture(mode="L")
    doubled = b"".join(bytes((value, value)) for value in plain.tobytes())
    return Image.frombytes("I;16", plain.size, doubled)


def is_red(pixel) -> bool:
    return pixel[0] > 150 and pixel[1] < 80


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (FileType.JPEG, files.telling_jpeg()),
        (FileType.PNG, files.telling_png()),
    ],
)
def test_a_picture_keeps_its_pixels_and_nothing_else(kind, data):
    assert b"CANARY-AUTHOR" in data
    assert b"CANARY-XMP" in data

    pages, copy = rewritten(kind, data)

    image = opened(copy)
    assert pages == 1
    assert image.size == (60, 40)
    assert is_red(image.getpixel((5, 20)))
    assert not is_red(image.getpixel((50, 20)))
    assert b"CANARY" not in copy
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_document_becomes_pictures_of_its_pages():
    data = files.telling_pdf()
    assert all(one in data for one in files.CANARIES if one != b"CANARY-VISIBLE")

    pages, copy = rewritten(FileType.PDF, data)

    assert pages == 1
    assert b"CANARY" not in copy
    document = pdfium.PdfDocument(copy)
    page = document[0]
    assert page.get_textpage().get_text_range() == ""
    assert document.count_attachments() == 0
    assert set(document.get_metadata_dict().values()) == {""}
    assert b"/JavaScript" not in copy
    assert b"/Metadata" not in copy
    seen = page.render(scale=1).to_pil()
    assert seen.size == pytest.approx((200, 100), abs=1)
    assert seen.getpixel((50, 75))[2] > 200  # the blue box that everybody sees
    assert max(seen.getpixel((50, 15))) < 60  # black stays black
    document.close()


def test_all_pages_are_kept():
    pages, copy = rewritten(FileType.PDF, pdf(pages=3))

    document = pdfium.PdfDocument(copy)
    assert (pages, len(document)) == (3, 3)
    document.close()


def test_what_was_typed_into_a_form_is_drawn():
    looks = b"/Tx BMC 1 0 0 rg 0 0 180 60 re f EMC"
    form = (
        b"<< /Length %d /Type /XObject /Subtype /Form /BBox [0 0 180 60] >>\n"
        b"stream\n%b\nendstream" % (len(looks), looks)
    )
    filled = pdf(
        extra={
            1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> >>",
            6: b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (b) /F 4 /P 10 0 R"
            b" /Rect [10 10 190 70] /AP << /N 7 0 R >> >>",
            7: form,
            10: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100]"
            b" /Annots [6 0 R] >>",
        }
    )

    copy = rewritten(FileType.PDF, filled)[1]

    document = pdfium.PdfDocument(copy)
    assert is_red(document[0].render(scale=1).to_pil().getpixel((100, 60)))
    document.close()


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_every_kind_of_png_is_read(mode):
    image = picture(mode=mode) if mode != "I;16" else deep()

    copy = opened(rewritten(FileType.PNG, png(image))[1])

    assert copy.mode in {"L", "RGB"}
    assert copy.size == (60, 40)
    light, dark = (copy.convert("L").getpixel((x, 20)) for x in (50, 5))
    assert light > dark


def test_what_is_transparent_becomes_white():
    clear = Image.new("RGBA", (10, 10), (0, 0, 0, 0))

    assert opened(rewritten(FileType.PNG, png(clear))[1]).getpixel((5, 5)) == (
        255,
        255,
        255,
    )


def test_a_photo_is_turned_the_right_way_up():
    exif = Image.Exif()
    exif[0x0112] = 6

    assert opened(rewritten(FileType.JPEG, jpeg(exif=exif))[1]).size == (40, 60)


@pytest.mark.parametrize(
    ("kind", "data", "why"),
    [
        (FileType.PDF, files.encrypted_pdf(b"secret"), worker.ENCRYPTED),
        (FileType.PDF, files.encrypted_pdf(b""), worker.ENCRYPTED),
        (FileType.PDF, pdf(pages=21), worker.PAGES),
        (FileType.PDF, pdf(size=(14_400, 14_400)), worker.PIXELS),
        (FileType.PDF, pdf(pages=20, size=(900, 900)), worker.PIXELS),
        (FileType.PDF, b"%PDF-1.7 nothing %%EOF", worker.BROKEN),
        (FileType.PNG, files.png_of(8_001, 5_000), worker.PIXELS),
        (FileType.PNG, files.png_of(50_000, 50_000), worker.PIXELS),
        (FileType.PNG, files.text_bomb(), worker.BROKEN),
        (FileType.JPEG, jpeg()[:300], worker.BROKEN),
        (FileType.JPEG, png(), worker.BROKEN),
    ],
)
def test_what_has_no_copy_says_why(kind, data, why):
    with pytest.raises(Refused) as caught:
        rewritten(kind, data)

    assert str(caught.value) == why


def test_the_answer_is_a_line_and_the_copy():
    said: list[bytes] = []
    worker.answer("image/png", png(), said.append)
    refused: list[bytes] = []
    worker.answer("image/png", b"nothing", refused.append)

    assert said[0] == b"ok 1\n"
    assert opened(said[1]).size == (60, 40)
    assert refused == [b"refused broken\n"]
