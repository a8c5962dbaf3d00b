"""Makes pictures of pages small: 256 colours are enough for flat grounds and letters."""

import base64
import struct
import zlib
from typing import Any, Final

from playwright.async_api import Page

_HEAD: Final = b"\x89PNG\r\n\x1a\n"
_COUNT: Final = """
async (source) => {
  const picture = new Image();
  picture.src = source;
  await picture.decode();
  const { width, height } = picture;
  const pen = new OffscreenCanvas(width, height).getContext("2d");
  pen.drawImage(picture, 0, 0);
  const dots = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
  const counts = new Map();
  for (const dot of dots) counts.set(dot, (counts.get(dot) || 0) + 1);
  const parts = (dot) => [dot & 255, (dot >> 8) & 255, (dot >> 16) & 255];
  const far = (one, other) => one.reduce((sum, part, at) => sum + (part - other[at]) ** 2, 0);
  const often = [...counts].sort((one, other) => other[1] - one[1]).slice(0, 256);
  const palette = often.map(([dot]) => parts(dot));
  const place = new Map(often.map(([dot], at) => [dot, at]));
  for (const dot of counts.keys()) {
    if (place.has(dot)) continue;
    const away = palette.map((colour) => far(colour, parts(dot)));
    place.set(dot, away.indexOf(Math.min(...away)));
  }
  const reader = new FileReader();
  reader.readAsDataURL(new Blob([Uint8Array.from(dots, (dot) => place.get(dot))]));
  await new Promise((done) => (reader.onload = done));
  return { width, height, palette: palette.flat(), dots: reader.result.split(",")[1] };
}
"""


async def small(picture: bytes, page: Page) -> bytes:
    """Return a PNG as one of at most 256 colours, the most frequent ones. ``page`` does the counting."""
    source = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    counted: dict[str, Any] = await page.evaluate(_COUNT, source)
    width, height = counted["width"], counted["height"]
    dots = base64.b64decode(counted["dots"])
    rows = b"".join(b"\0" + dots[at : at + width] for at in range(0, width * height, width))
    return b"".join(
        (
            _HEAD,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(counted["palette"])),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
