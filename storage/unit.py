"""The unit of work: all that may be done in one transaction."""

from storage.desk import Desk
from storage.glimpse import Glimpse
from storage.own_data import OwnData
from storage.places import Places
from storage.restore import Restore
from storage.retention import Retention
from storage.rewriting import Rewriting
from storage.rotation import Resealing


class StoredUnit(OwnData, Desk, Rewriting, Places, Glimpse, Retention, Restore, Resealing):
    """Fulfils :class:`bot.ports.Unit`, and holds the commits of a sealing."""
