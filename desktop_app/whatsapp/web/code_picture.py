"""The linking code read from its picture, as a phone does it: for a page that no longer says the code's text."""

import base64
from dataclasses import dataclass

import zxingcpp


@dataclass(frozen=True, slots=True)
class CodePicture:
    """`gray`: base64 of one byte per point, row after row, with a white edge around the code."""

    width: int
    height: int
    gray: str


def read_code(picture: CodePicture) -> str | None:
    """The code's text, None if the picture shows none (yet)."""
    points = memoryview(base64.b64decode(picture.gray)).cast("B", (picture.height, picture.width))
    found = zxingcpp.read_barcodes(points, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return found[0].text if found else None
