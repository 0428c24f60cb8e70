"""Making a picture fit for the class: decoded, turned upright, made smaller, stripped of all but its colours, named by its content."""

from __future__ import annotations

import warnings
from hashlib import sha256
from io import BytesIO
from threading import Lock

from PIL import Image, ImageOps, UnidentifiedImageError

from classroom.errors import BadInput
from classroom.store import Asset

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
LARGEST_SIDE = 1600
MOST_PIXELS = 50_000_000
"""A picture of few bytes may unfold into gigabytes; the cameras of tablets stay far below this."""

_one_by_one = Lock()
"""One large picture unfolds into 400 MB: a class that sends thirty at once waits in line."""


def to_asset(data: bytes) -> Asset:
    """The picture as WebP of at most 1600 px, turned upright, without EXIF. BadInput when it is no picture or far too large."""
    out = BytesIO()
    with _one_by_one:
        image = _decode(data)
        image.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
        image.save(out, "WEBP", quality=82)
    return Asset(sha256(out.getvalue()).hexdigest(), "image/webp", image.width, image.height, out.getvalue())


def _decode(data: bytes) -> Image.Image:
    """The picture's pixels. Pillow raises many kinds of errors on damaged files: all mean the same here."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(BytesIO(data), formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise BadInput("Cette image est trop grande.", code="picture_too_large")
            image.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))  # a JPEG need not be unfolded whole
            ImageOps.exif_transpose(image, in_place=True)
            mode = "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
            image.load()
            return image if image.mode == mode else image.convert(mode)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        IndexError,
        Image.DecompressionBombError,
    ) as error:
        raise BadInput("Cette image ne peut pas être lue.", code="not_a_picture", detail=type(error).__name__) from None
