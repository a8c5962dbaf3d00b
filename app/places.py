"""Where keys are kept: the one place that chooses."""

from app.settings import PREFIX, Settings
from app.trouble import Trouble
from bot.ports import NotSaved
from storage.folder import Folder
from storage.key_database import KeyDatabase
from storage.mirror import Mirrored
from storage.shelf import Shelf


def shelf_of(settings: Settings) -> Shelf:
    """Return the shelf that the settings name. One for a key service would be one more line here.

    Raises:
        Trouble: the database for the keys cannot be reached.
    """
    first: Shelf = Folder(settings.keys)
    if settings.keys_url:
        try:
            first = KeyDatabase(settings.keys_url)
        except (NotSaved, OSError, ValueError):
            raise Trouble("database", name=f"{PREFIX}KEYS_URL") from None
    return Mirrored(first, Folder(settings.keys_mirror)) if settings.keys_mirror else first
