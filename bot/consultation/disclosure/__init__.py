"""Small numbers are never shown, nor learnt from numbers that were (promise 5).

Every number of people on a screen or in a file passes through here, and comes out as one of two
values that nothing else makes: :class:`Shown`, or :class:`Withheld` with the reason. What may still
change is told in whole multiples of k, "or more": an exact number, looked at again, would say how few
came or left since. What cannot change any more is told exactly where that gives nobody away.

Everything here is safe from somebody who knows these rules and the order of the options and sites.
"""

from bot.consultation.disclosure.numbers import (
    Guarded,
    Shown,
    Withheld,
    enough,
    people,
    released,
    steps,
    together,
    whole,
)
from bot.consultation.disclosure.picks import Asked, Cell, pools, results, tells_nobody, text_lists
from bot.consultation.disclosure.tables import Sites, by_site
from bot.consultation.disclosure.waves import Matched, Move, matched

__all__ = [
    "Asked",
    "Cell",
    "Guarded",
    "Matched",
    "Move",
    "Shown",
    "Sites",
    "Withheld",
    "by_site",
    "enough",
    "matched",
    "people",
    "pools",
    "released",
    "results",
    "steps",
    "tells_nobody",
    "text_lists",
    "together",
    "whole",
]
