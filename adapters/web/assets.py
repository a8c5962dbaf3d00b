"""Style sheets and scripts, each under an address that changes with its content."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markupsafe import Markup

_FOLDER: Final = Path(__file__).parent / "static"
_TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes, the same ``packed``, its type and the address it is at."""

    body: bytes
    packed: bytes
    type: str
    path: str


class Assets:
    """All of them, read once."""

    def __init__(self) -> None:
        self._by_name = {
            file.name: _asset(file) for file in _FOLDER.iterdir() if file.suffix in _TYPES
        }
        self._by_path = {asset.path: asset for asset in self._by_name.values()}

    def path(self, name: str) -> str:
        """Return the address of a file."""
        return self._by_name[name].path

    def sheet(self, name: str) -> Markup:
        """Return a style sheet as it stands inside a page that is handed out as a file."""
        return Markup(self._by_name[name].body.decode())  # noqa: S704 - it is our own

    def at(self, path: str) -> Asset | None:
        """Return the file at an address."""
        return self._by_path.get(path)


def _asset(file: Path) -> Asset:
    body = file.read_bytes()
    digest = hashlib.sha256(body).hexdigest()[:16]
    packed = gzip.compress(body, mtime=0)
    return Asset(body, packed, _TYPES[file.suffix], f"/static/{digest}/{file.name}")
