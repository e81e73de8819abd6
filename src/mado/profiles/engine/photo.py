"""A picture from outside made harmless: read as what it really is, held to limits, painted anew without its metadata.

What is kept is never the file that was sent. The limits are looked at before a single pixel is unpacked, so that a small
file which unfolds into gigabytes ("bomb") costs nothing.
"""

import io
from dataclasses import dataclass
from typing import Any, Literal

BYTES_MOST = 8 * 1024 * 1024
PIXELS_MOST = 40_000_000
"""A phone of today takes 12 to 50 million; more than forty are refused before they are unpacked."""
EDGE_MOST = 1600
"""Pixels of the longer edge of what is kept."""
EDGE_LEAST = 200
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")
LOGO_EDGE_LEAST = 32
LOGO_BOXES = ((320, 192), (240, 144), (200, 120))
"""Pixels a logo is made to fit into, the largest first that stays under LOGO_BYTES_MOST. At one byte a pixel the last
one always does."""
LOGO_BYTES_MOST = 30 * 1024
LOGO_LONGEST = 8
"""A logo is at most so many times as wide as it is high, or the other way round: what is longer is a line."""
_WHITE, _INK = (255, 255, 255), (29, 35, 39)
_PALE = 200
"""Of 255: what is paler than this is hardly seen on white."""
_DARK_SHARE = 0.05
"""A logo of which less than this share is darker was drawn for a dark ground."""

Fault = Literal["no_picture", "too_heavy", "too_many_pixels", "too_small", "too_long", "empty", "broken"]


class PictureFault(Exception):  # noqa: N818  # a fault of the picture, not of the program
    """Why the picture cannot be taken. `width` and `height` in pixels where they are known."""

    def __init__(self, fault: Fault, width: int = 0, height: int = 0) -> None:
        super().__init__(fault)
        self.fault, self.width, self.height = fault, width, height


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A file without metadata: a photo as JPEG of at most EDGE_MOST pixels on its longer edge, a logo as PNG of at most
    LOGO_BYTES_MOST."""

    data: bytes
    width: int
    height: int


def clean_picture(data: bytes) -> CleanPicture:
    """The picture painted anew, upright, on white where it was transparent. Raises PictureFault."""
    painted = _on_ground(_unpacked(data, EDGE_LEAST)[0], _WHITE)
    kept = io.BytesIO()
    painted.save(kept, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return CleanPicture(kept.getvalue(), *painted.size)


def clean_logo(data: bytes) -> CleanPicture:
    """The logo painted anew, what is empty around it cut off. Where it was transparent it gets a ground of its own, white
    or, for a pale one, dark: so it reads on a light page and on a dark one. Raises PictureFault."""
    from PIL import ImageOps  # noqa: PLC0415  # its C library loads with the first picture

    layer, sent = _unpacked(data, LOGO_EDGE_LEAST)
    ground = _WHITE
    if layer.mode == "RGBA" and layer.getchannel("A").getextrema()[0] == 255:  # opaque everywhere
        layer = layer.convert("RGB")
    if layer.mode == "RGBA":
        seen = layer.getchannel("A").getbbox()
        if seen is None:
            raise PictureFault("empty")
        layer = layer.crop(seen)
        ground = _ground_of(layer)
    width, height = layer.size
    as_sent = round(width * sent), round(height * sent)
    if max(width, height) > LOGO_LONGEST * min(width, height):  # asked first: a long strip is also a low one
        raise PictureFault("too_long", *as_sent)
    if min(width, height) < LOGO_EDGE_LEAST:
        raise PictureFault("too_small", *as_sent)
    painted = _on_ground(layer, ground)
    if layer.mode == "RGBA":
        painted = ImageOps.expand(painted, max(painted.size) // 16, ground)
    for box in LOGO_BOXES:
        painted.thumbnail(box)
        kept = io.BytesIO()
        painted.quantize(256).save(kept, "PNG", optimize=True)
        if kept.tell() <= LOGO_BYTES_MOST:
            break
    return CleanPicture(kept.getvalue(), *painted.size)


def _ground_of(layer: Any) -> tuple[int, int, int]:
    """By how pale what can be seen of it is; what is more than half transparent is not counted."""
    seen = layer.getchannel("A").point(lambda alpha: 255 if alpha > 127 else 0)
    shades = layer.convert("L").histogram(seen)
    return _INK if sum(shades[:_PALE]) < _DARK_SHARE * sum(shades) else _WHITE


def _on_ground(layer: Any, ground: tuple[int, int, int]) -> Any:
    from PIL import Image  # noqa: PLC0415  # as above

    painted = Image.new("RGB", layer.size, ground)
    painted.paste(layer, mask=layer if layer.mode == "RGBA" else None)
    return painted


def _unpacked(data: bytes, least: int) -> tuple[Any, float]:
    """The picture as Pillow's Image, upright, at most EDGE_MOST on its longer edge, in RGB or RGBA and without anything
    else the file held; and how many times as large it was sent. `least`: pixels of its shorter edge. Raises PictureFault."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415  # its C library loads with the first picture

    if len(data) > BYTES_MOST:
        raise PictureFault("too_heavy")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            width, height = opened.size
            if width * height > PIXELS_MOST:
                raise PictureFault("too_many_pixels", width, height)
            if min(width, height) < least:
                raise PictureFault("too_small", width, height)
            opened.draft("RGB", (EDGE_MOST, EDGE_MOST))  # a JPEG is unpacked no larger than needed
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((EDGE_MOST, EDGE_MOST))
            layer = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
            return layer, max(width, height) / max(layer.size)
    except UnidentifiedImageError:
        raise PictureFault("no_picture") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureFault("too_many_pixels") from None
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError):
        raise PictureFault("broken") from None
