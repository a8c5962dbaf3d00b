"""How a cover reads, by its kind."""

from collections.abc import Iterator, Mapping

from prompts.library import Phrases


class CoverNames(Mapping[str, str]):
    """The kinds of cover in words; a label without words of its own is missing from it."""

    def __init__(self, say: Phrases) -> None:
        self._say = say

    def __getitem__(self, label: str) -> str:
        """Return how a cover of this kind reads: in brackets, so that what is kept and quoted stays
        a sentence in which a reader sees what was covered.

        Raises:
            KeyError: the label has no words of its own.
        """
        key = f"cover.{label.lower()}"
        if not self._say.has(key):
            raise KeyError(label)
        return f"[{self._say(key)}]"

    def __iter__(self) -> Iterator[str]:
        """Yield the labels that have words."""
        start = "cover."
        return (key.removeprefix(start) for key in self._say.keys() if key.startswith(start))  # noqa: SIM118 - Phrases is no mapping

    def __len__(self) -> int:
        """Return how many labels have words."""
        return sum(1 for _ in self)
