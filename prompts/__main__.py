"""``python -m prompts [FOLDER]``: read every prompt file; say what is there, or what is wrong where.

Without a folder it reads the files that Heardback ships.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from prompts.library import Library, PromptFault


def main(arguments: Sequence[str]) -> int:
    """Check the files of one folder, or the shipped ones; 0 if all are fine, 1 if one is not."""
    try:
        library = Library.load(Path(arguments[0]) if arguments else None)
    except PromptFault as fault:
        sys.stderr.write(f"{fault}.\n")
        return 1
    sys.stdout.writelines(f"{line}\n" for line in _lines(library))
    return 0


def _lines(library: Library) -> Iterator[str]:
    say = library.phrases()
    for each in library.sets.values():
        yield say(
            "check.set",
            id=each.id,
            version=each.version,
            title=each.plain_title,
            asked=each.asked,
            cards=len(each.questions) - each.asked,
        )
    yield say("check.words", count=len(library.words()))
    yield say("check.fine")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
