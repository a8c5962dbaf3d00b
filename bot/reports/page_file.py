"""A page of a report as a file that is sent on: a web page that stands by itself, or Markdown."""

from collections.abc import Callable
from typing import Final

from bot.conversation.messages import Message
from bot.ports import Refused
from bot.reports.files import ExportFile, file_name
from bot.reports.markdown import markdown

PAGE_FORMS: Final = {"html": "text/html; charset=utf-8", "md": "text/markdown; charset=utf-8"}
"""The forms of a page: what each is to a browser."""


def page_file(message: Message, name: str, form: str, draw: Callable[[Message], str]) -> ExportFile:
    """Return a page as a file; ``draw`` makes it a web page.

    Raises:
        Refused: there is no such form.
    """
    if form not in PAGE_FORMS:
        raise Refused("desk.refused.not_yours")
    text = draw(message) if form == "html" else markdown(message)
    return ExportFile(file_name(name, form), PAGE_FORMS[form], text.encode("utf-8", "replace"))
