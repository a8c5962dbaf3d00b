"""What the site of the guides takes from the product: its colours, its mark, and the list of decisions.

MkDocs calls the functions below while `make docs` builds (`hooks` in mkdocs.yml).
"""

from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT: Final = Path(__file__).parents[1]
STATIC: Final = ROOT / "adapters" / "web" / "static"
TAKEN: Final = ("tokens.css", "mark.svg")
LIST: Final = "<!-- every decision -->"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what the web pages look like, so that it is not kept twice."""
    for name in TAKEN:
        files.append(File.generated(config, f"assets/{name}", abs_src_path=str(STATIC / name)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the titles of all decisions where the page asks for them."""
    del page, config, files
    return markdown.replace(LIST, decisions()) if LIST in markdown else markdown


def decisions() -> str:
    """Return a list of links to all decisions, the newest last."""
    folder = ROOT / "docs" / "decisions"
    return "\n".join(f"- [{_title(path)}]({path.name})" for path in sorted(folder.glob("0*.md")))


def _title(path: Path) -> str:
    with path.open(encoding="utf-8") as text:
        return text.readline().removeprefix("# ").strip().replace(". ", "\\. ", 1)
