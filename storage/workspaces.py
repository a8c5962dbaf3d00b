"""What workspaces of chat platforms gave us, as their adapters ask for it."""

from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

from storage.database import StoredDatabase
from storage.unit import StoredUnit


class StoredWorkspaces:
    """Fulfils the port of that name of each chat platform's adapter. Each call is a transaction.

    Raises:
        NotSaved: nothing was saved, or it cannot be read.
    """

    def __init__(self, database: StoredDatabase) -> None:
        self._database = database

    async def save(self, workspace: str, kept: str) -> None:
        """Keep it in place of what was there."""
        await self._database.run(lambda unit: unit.save_workspace(workspace, kept))

    async def find(self, workspace: str) -> str | None:
        """Return what is kept, or None."""
        return await self._database.run(lambda unit: unit.workspace(workspace))

    async def forget(self, workspace: str, event: str = "") -> None:
        """Forget it; for an ``event`` that comes again nothing happens."""
        now = datetime.now(UTC)

        def work(unit: StoredUnit) -> None:
            if not event or unit.first_time(f"{event} {workspace}", now):
                unit.forget_workspace(workspace)

        await self._database.run(work)

    async def once(self, token: str) -> bool:
        """Tell whether this token comes for the first time."""
        now = datetime.now(UTC)
        return await self._database.run(lambda unit: unit.first_time(f"once:{token}", now))

    def alone(self, what: str) -> AbstractAsyncContextManager[bool]:
        """Be the one process that does something; yields False where another one is."""
        return self._database.sole(what)
