"""The package that Teams installs the app from: what it may do (the least that does), and icons."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from prompts.library import Phrases

_VERSION: Final = "1.19"
_ACCENT: Final = (12, 80, 76)
_WHITE: Final = (255, 255, 255)
_FINE: Final = 4
"""Points looked at for each dot of an icon, each way."""
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)

type Shape = Callable[[float, float], bool]
"""Tells whether a point is inside; both ways run from 0 to 1, downwards and to the right."""


def manifest(say: Phrases, host: str, app_id: str) -> dict[str, Any]:
    """Return the manifest for a server at ``https://HOST``: a bot in personal chats, and no more.

    Source: https://learn.microsoft.com/microsoft-365/extensibility/schema/
    """
    site, name = f"https://{host}/", say("web.brand")
    commands = [
        {"title": word, "description": say(f"teams.manifest.{word}")} for word in ("stop", "help")
    ]
    schema = "https://developer.microsoft.com/json-schemas/teams"
    return {
        "$schema": f"{schema}/v{_VERSION}/MicrosoftTeams.schema.json",
        "manifestVersion": _VERSION,
        "version": "1.0.0",
        "id": app_id,
        "developer": {
            "name": name,
            "websiteUrl": site,
            "privacyUrl": site,
            "termsOfUseUrl": site,
        },
        "name": {"short": name, "full": name},
        "description": {
            "short": say("teams.manifest.short"),
            "full": say("teams.manifest.long"),
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#{:02x}{:02x}{:02x}".format(*_ACCENT),
        "bots": [
            {
                "botId": app_id,
                "scopes": ["personal"],
                "supportsFiles": False,
                "isNotificationOnly": False,
                "commandLists": [{"scopes": ["personal"], "commands": commands}],
            }
        ],
        "defaultInstallScope": "personal",
        "validDomains": [host],
    }


def write_package(file: Path, say: Phrases, host: str, app_id: str) -> None:
    """Write the package; the same every time.

    Raises:
        OSError: it cannot be written there.
    """
    held = {
        "manifest.json": json.dumps(manifest(say, host, app_id), indent=2).encode(),
        "color.png": _icon(192, _WHITE, _ACCENT),
        "outline.png": _icon(32, _WHITE, None),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in held.items():
            package.writestr(zipfile.ZipInfo(name, _OLDEST), data)
    file.write_bytes(made.getvalue())


def _bubble(x: float, y: float) -> bool:
    """Draw a speech bubble, and in it the sign that what was said came back."""
    edge, corner = 0.17, 0.16
    across = max(abs(x - 0.5) - (0.5 - edge - corner), 0.0)
    down = max(abs(y - 0.45) - (0.43 - edge - corner), 0.0)
    body = across**2 + down**2 <= corner**2
    tail = 0.6 <= y <= 0.88 and 0.27 <= x <= 0.27 + (0.88 - y) * 0.9  # noqa: PLR2004 - a drawing
    return (body or tail) and not _tick(x, y)


def _tick(x: float, y: float) -> bool:
    return _near(x, y, (0.36, 0.46), (0.46, 0.56)) or _near(x, y, (0.46, 0.56), (0.66, 0.34))


def _near(x: float, y: float, start: tuple[float, float], end: tuple[float, float]) -> bool:
    """Tell whether a point lies on the stroke from one point to another."""
    run, rise = end[0] - start[0], end[1] - start[1]
    along = ((x - start[0]) * run + (y - start[1]) * rise) / (run**2 + rise**2)
    along = min(max(along, 0.0), 1.0)
    far = (x - start[0] - along * run) ** 2 + (y - start[1] - along * rise) ** 2
    return far <= 0.035**2


def _icon(size: int, colour: tuple[int, ...], ground: tuple[int, ...] | None) -> bytes:
    """Return a PNG of the bubble; without a ground it is clear around it."""
    rows = bytearray()
    for row in range(size):
        rows.append(0)
        for column in range(size):
            inside = sum(
                _bubble((column + i / _FINE) / size, (row + j / _FINE) / size)
                for i in range(_FINE)
                for j in range(_FINE)
            ) / (_FINE * _FINE)
            if ground is None:
                rows += bytes((*colour, round(255 * inside)))
            else:
                mixed = zip(colour, ground, strict=True)
                rows += bytes((*(round(a * inside + b * (1 - inside)) for a, b in mixed), 255))
    head = struct.pack(">2I5B", size, size, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
