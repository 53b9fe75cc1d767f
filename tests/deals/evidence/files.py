"""Files made by hand: good ones full of secrets, and bad ones of every kind."""

import hashlib
import io
import struct
import zipfile
import zlib

from PIL import Image, PngImagePlugin

from tests.deals.evidence.rc4 import rc4

CANARIES = (
    b"CANARY-AUTHOR",
    b"CANARY-XMP",
    b"CANARY-COMMENT",
    b"CANARY-ATTACHED",
    b"CANARY-SCRIPT",
    b"CANARY-HIDDEN",
    b"CANARY-COVERED",
    b"CANARY-VISIBLE",
    b"CANARY-NAME",
)
_XMP = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>CANARY-XMP</x:xmpmeta>"


def picture(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    """Return a picture with a red half, so that one can see whether it is still there."""
    image = Image.new("RGB", size, "white")
    image.paste((200, 0, 0), (0, 0, size[0] // 2, size[1]))
    return image.convert(mode)


def png(image: Image.Image | None = None, **options) -> bytes:
    out = io.BytesIO()
    (image or picture()).save(out, "PNG", **options)
    return out.getvalue()


def jpeg(image: Image.Image | None = None, **options) -> bytes:
    out = io.BytesIO()
    (image or picture()).save(out, "JPEG", **options)
    return out.getvalue()


def telling_png() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "CANARY-AUTHOR")
    info.add_itxt("XML:com.adobe.xmp", "CANARY-XMP")
    return png(pnginfo=info, exif=_exif())


def telling_jpeg() -> bytes:
    """Return a photo that says who took it, where, and with which thumbnail."""
    plain = jpeg(exif=_exif(), comment=b"CANARY-COMMENT")
    segment = b"\xff\xe1" + struct.pack(">H", len(_XMP) + 2) + _XMP
    return plain[:2] + segment + plain[2:]


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x013B] = "CANARY-AUTHOR"
    exif[0x9C9B] = "CANARY-NAME"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0)})
    return exif


def pdf(
    *, pages: int = 1, size: tuple[int, int] = (200, 100), extra: dict | None = None
) -> bytes:
    """Return a PDF whose pages show a word; `extra` objects join the catalog."""
    drawing = b"0 0 1 rg 20 20 60 60 re f BT /F1 12 Tf 100 50 Td (CANARY-VISIBLE) Tj ET"
    kids = " ".join(f"{number} 0 R" for number in range(10, 10 + pages))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        4: _stream(drawing),
    }
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents 4"
        " 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    ).encode()
    objects |= dict.fromkeys(range(10, 10 + pages), page)
    return assembled(objects | (extra or {}))


def telling_pdf() -> bytes:
    """Return a quote with all that its author does not see."""
    drawing = (
        b"BT /F1 12 Tf 10 80 Td (CANARY-COVERED) Tj ET 0 g 5 70 190 25 re f "
        b"BT 3 Tr /F1 12 Tf 10 50 Td (CANARY-HIDDEN) Tj ET 0 0 1 rg 20 10 60 30 re f"
    )
    catalog = (
        b"<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R /OpenAction << /S /JavaScript"
        b" /JS (app.alert('CANARY-SCRIPT')) >> /Names << /EmbeddedFiles << /Names"
        b" [(CANARY-NAME.txt) 6 0 R] >> >> >>"
    )
    return pdf(
        extra={
            1: catalog,
            4: _stream(drawing),
            5: _stream(b"<x:xmpmeta>CANARY-XMP</x:xmpmeta>", b"/Type /Metadata"),
            6: b"<< /Type /Filespec /F (CANARY-NAME.txt) /EF << /F 7 0 R >> >>",
            7: _stream(b"CANARY-ATTACHED", b"/Type /EmbeddedFile"),
            8: b"<< /Author (CANARY-AUTHOR) /Title (CANARY-COMMENT) >>",
        }
    )


def assembled(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    table = {}
    for number, content in sorted(objects.items()):
        table[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    begins = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in table.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, offset)
    info = b"/Info 8 0 R" if 8 in objects else b""
    out += b"trailer << /Size %d /Root 1 0 R %b %b >>\n" % (
        max(objects) + 1,
        info,
        trailer,
    )
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % begins)


def _stream(content: bytes, words: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (
        len(content),
        words,
        content,
    )


_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def encrypted_pdf(password: bytes) -> bytes:
    """Return a PDF under the standard handler, revision 2; b"" locks copying alone."""
    user = (password + _PAD)[:32]
    owner = rc4(_md5((b"owner" + _PAD)[:32])[:5], user)
    rights, name = -44, b"0123456789abcdef"
    key = _md5(user + owner + struct.pack("<i", rights) + name)[:5]
    encrypt = b"<< /Filter /Standard /V 1 /R 2 /O <%b> /U <%b> /P %d >>" % (
        owner.hex().encode(),
        rc4(key, _PAD).hex().encode(),
        rights,
    )
    plain = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>",
        9: encrypt,
        10: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>",
    }
    hexed = name.hex().encode()
    return assembled(plain, b"/Encrypt 9 0 R /ID [<%b> <%b>]" % (hexed, hexed))


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(5_000_000))
    return out.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def png_of(width: int, height: int, *more: bytes) -> bytes:
    """Return a PNG that says to be so large and holds one row of zeros."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(bytes(width + 1)))
    return b"".join((b"\x89PNG\r\n\x1a\n", head, *more, rows, chunk(b"IEND", b"")))


def text_bomb() -> bytes:
    """Return a small PNG whose comment unpacks to 200 MB."""
    return png_of(
        10, 1, chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(200_000_000), 9))
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><title>Invoice</title><script>alert(1)</script>"
