"""What can go wrong before there is anything to talk to, told in one sentence."""

from typing import Any


class Trouble(Exception):  # noqa: N818 - it says what happened, which is what a person is told
    """A command cannot go on. ``key`` is a phrase below ``command.trouble``, ``values`` its slots.

    The values are names of settings, folders and ports; never a key, a word or an id.
    """

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values
