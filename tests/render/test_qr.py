"""The QR code is drawn square for square, with the light edge a camera needs."""

import re

import pytest
import segno

from adapters.web.qr import code_of

LINK = "https://talk.example.org/r/abcdefghjk"
QUIET = 4


def squares(path: str, size: int) -> list[list[int]]:
    """Return the drawing as rows of squares, 1 for dark."""
    drawn = [[0] * size for _ in range(size)]
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", path)
    assert "".join(f"M{x} {y}h{w}v1h-{b}z" for x, y, w, b in runs) == path
    for x, y, width, back in runs:
        assert width == back
        for step in range(int(width)):
            assert drawn[int(y)][int(x) + step] == 0
            drawn[int(y)][int(x) + step] = 1
    return drawn


@pytest.mark.parametrize("text", [LINK, "http://127.0.0.1:8080/r/a", "x" * 300])
def test_every_square_is_where_it_belongs(text: str) -> None:
    code = code_of(text)
    drawn = squares(code.path, code.size)

    inner = [row[QUIET:-QUIET] for row in drawn[QUIET:-QUIET]]
    wanted = segno.make(text, error="m", micro=False)
    assert inner == [list(row) for row in wanted.matrix]
    assert sum(map(sum, drawn)) == sum(map(sum, inner)), "the edge is light"


def test_what_fits_no_code_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        code_of("x" * 4000)
