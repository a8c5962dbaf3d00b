"""The unit of work: all that may be done in one transaction."""

from storage.desk import Desk
from storage.glimpse import Glimpse
from storage.places import Places
from storage.rewriting import Rewriting
from storage.turns import Turns


class StoredUnit(Turns, Desk, Rewriting, Places, Glimpse):
    """Fulfils :class:`bot.ports.Unit`, and holds the commits of a sealing."""
