"""Pictures good and bad, and a place on the disk where they may be kept."""

import io
import struct
import zlib
from contextlib import contextmanager

from django.test import override_settings
from PIL import Image

from mado.profiles.engine.photo import BYTES_MOST


def drawn(width=640, height=480, kind="JPEG", mode="RGB", **more):
    kept = io.BytesIO()
    Image.new(mode, (width, height), 128).save(kept, kind, **more)
    return kept.getvalue()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(width, height):
    """A PNG of a few hundred bytes that says it is this large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

BAD = {
    "an svg called png": (SVG, "no_picture"),
    "html": (b"<!doctype html><p>x", "no_picture"),
    "nothing": (b"", "no_picture"),
    "a gif": (drawn(kind="GIF", mode="P"), "no_picture"),
    "200 megapixels": (bomb(20_000, 10_000), "too_many_pixels"),
    "100 megapixels": (bomb(10_000, 10_000), "too_many_pixels"),
    "50 megapixels": (bomb(10_000, 5_000), "too_many_pixels"),
    "four thousand million pixels": (bomb(65_000, 65_000), "too_many_pixels"),
    "a stamp": (drawn(60, 60), "too_small"),
    "cut off": (drawn(kind="PNG")[:200], "broken"),
    "too heavy": (b"\xff\xd8" + b"\0" * BYTES_MOST, "too_heavy"),
}


@contextmanager
def kept_in(folder):
    """What is uploaded goes into this folder."""
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=storages):
        yield folder
