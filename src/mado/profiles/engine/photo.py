"""A picture from outside made harmless: read as what it really is, held to limits, painted anew without its metadata.

What is kept is never the file that was sent. The limits are looked at before a single pixel is unpacked, so that a small
file which unfolds into gigabytes ("bomb") costs nothing.
"""

import io
from dataclasses import dataclass
from typing import Literal

BYTES_MOST = 8 * 1024 * 1024
PIXELS_MOST = 40_000_000
"""A phone of today takes 12 to 50 million; more than forty are refused before they are unpacked."""
EDGE_MOST = 1600
"""Pixels of the longer edge of what is kept."""
EDGE_LEAST = 200
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")

Fault = Literal["no_picture", "too_heavy", "too_many_pixels", "too_small", "broken"]


class PictureFault(Exception):  # noqa: N818  # a fault of the picture, not of the program
    """Why the picture cannot be taken. `width` and `height` in pixels where they are known."""

    def __init__(self, fault: Fault, width: int = 0, height: int = 0) -> None:
        super().__init__(fault)
        self.fault, self.width, self.height = fault, width, height


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A JPEG without metadata, at most EDGE_MOST pixels on its longer edge."""

    data: bytes
    width: int
    height: int


def clean_picture(data: bytes) -> CleanPicture:
    """The picture painted anew, upright, on white where it was transparent. Raises PictureFault."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415  # its C library loads with the first picture

    if len(data) > BYTES_MOST:
        raise PictureFault("too_heavy")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            width, height = opened.size
            if width * height > PIXELS_MOST:
                raise PictureFault("too_many_pixels", width, height)
            if min(width, height) < EDGE_LEAST:
                raise PictureFault("too_small", width, height)
            opened.draft("RGB", (EDGE_MOST, EDGE_MOST))  # a JPEG is unpacked no larger than needed
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((EDGE_MOST, EDGE_MOST))
            painted = Image.new("RGB", upright.size, "white")
            layer = upright.convert("RGBA") if upright.has_transparency_data else upright.convert("RGB")
            painted.paste(layer, mask=layer if layer.mode == "RGBA" else None)
    except UnidentifiedImageError:
        raise PictureFault("no_picture") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureFault("too_many_pixels") from None
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError):
        raise PictureFault("broken") from None
    kept = io.BytesIO()
    painted.save(kept, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return CleanPicture(kept.getvalue(), *painted.size)
