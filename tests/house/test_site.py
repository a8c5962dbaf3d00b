"""The guides are built as a site that needs nothing from elsewhere and leaves no page out."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]

# What a browser would fetch by itself when it opens a page.
FETCHED: Final = re.compile(
    r"<(?:script|img|iframe|video|audio|source|embed)\b[^>]*?\bsrc=\"?(?:https?:)?//[^\s\">]*"
    r"|<link\b(?![^>]*rel=\"?(?:canonical|prev|next))[^>]*?\bhref=\"?(?:https?:)?//[^\s\">]*"
    r"|url\([\"']?(?:https?:)?//[^)]*|@import[^;]*//[^;]*|class=\"?mermaid"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make docs` builds it; a warning of any kind is a failure."""
    folder = tmp_path_factory.mktemp("site")
    told = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return folder


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    found = [
        f"{file.relative_to(site)}: {hit.group()[:100]}"
        for kind in ("*.html", "*.css")
        for file in site.rglob(kind)
        for hit in FETCHED.finditer(file.read_text("utf-8"))
    ]
    assert found == []


def test_every_page_is_there_in_the_colours_of_the_product(site: Path) -> None:
    pages = {path.relative_to(ROOT / "docs") for path in (ROOT / "docs").rglob("*.md")}
    built = {path.relative_to(site).with_suffix(".md") for path in site.rglob("*.html")}
    assert pages - built == set()
    static = ROOT / "adapters" / "web" / "static"
    for name in ("tokens.css", "mark.svg"):
        assert (site / "assets" / name).read_bytes() == (static / name).read_bytes()


def test_every_decision_is_listed_with_its_title(site: Path) -> None:
    listed = (site / "decisions" / "index.html").read_text("utf-8")
    for path in (ROOT / "docs" / "decisions").glob("0*.md"):
        title = path.read_text("utf-8").splitlines()[0].removeprefix("# ")
        assert f'<a href="{path.stem}.html">' in listed, path
        assert title.replace("`", "").split(" ")[1] in listed
