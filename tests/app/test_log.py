"""A canary is logged by every path there is; no line has a word of it."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CANARY = "Morag-from-Leith"

BY_EVERY_PATH = """
import asyncio, gc, logging, sys, threading, warnings
import structlog
from aiohttp import ClientSession, web
from apscheduler.events import EVENT_JOB_ERROR
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from app import log

CANARY = "Morag-from-Leith"
own = logging.getLogger("library.with.handlers")
own.addHandler(logging.StreamHandler())
own.propagate = False
log.configure()

own.error("said %s", CANARY)
logging.getLogger("library").warning("said %s", CANARY)
logging.getLogger("library").error("said %s and %d", CANARY, CANARY)
logging.warning(CANARY)
warnings.warn(CANARY)
structlog.get_logger().error("our_line", error="ValueError", state="open", words=CANARY, count=3)
structlog.get_logger().error("a sentence about " + CANARY)
structlog.get_logger().error("our_line", part=[CANARY], state=CANARY + "!")
structlog.get_logger().exception("our_line")

class Left:
    def __del__(self):
        raise KeyError(CANARY)

def left_alone():
    Left()
left_alone()
gc.collect()

def in_thread():
    raise RuntimeError(CANARY)
thread = threading.Thread(target=in_thread, name=CANARY)
thread.start()
thread.join()

engine = create_engine("sqlite://")
with engine.connect() as connection:
    try:
        connection.execute(text("select :word from nowhere"), {"word": CANARY})
    except SQLAlchemyError:
        logging.getLogger("sqlalchemy.engine").exception("failed on %s", CANARY)
engine.dispose()

async def broken(request):
    await request.text()
    raise ValueError(CANARY)

async def job():
    raise LookupError(CANARY)

async def forgotten():
    raise OSError(CANARY)

async def main():
    app = web.Application()
    app.router.add_post("/" + CANARY, broken)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    async with ClientSession() as session:
        async with session.post(f"http://127.0.0.1:{port}/{CANARY}", data=CANARY) as answer:
            assert answer.status == 500
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(("GET " + CANARY + " \\x00\\r\\n\\r\\n").encode())
    await reader.read()
    writer.close()
    await runner.cleanup()
    scheduler = AsyncIOScheduler()
    scheduler.start()
    failed = asyncio.Event()
    scheduler.add_listener(lambda event: failed.set(), EVENT_JOB_ERROR)
    scheduler.add_job(job, name=CANARY)
    await failed.wait()
    scheduler.shutdown()
    task = asyncio.create_task(forgotten())
    await asyncio.wait([task])
    del task
    gc.collect()

asyncio.run(main())
raise ValueError(CANARY)
"""


def test_no_path_to_a_log_line_carries_a_word() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "default", "-c", BY_EVERY_PATH],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.count(CANARY) == 0
    assert CANARY not in done.stderr
    for piece in CANARY.split("-"):
        assert piece not in done.stderr
    for wanted in (
        "logger=library.with.handlers",
        "level=warning event=library logger=library\n",
        "logger=root",
        "logger=py.warnings",
        "event=our_line error=ValueError state=open count=3",
        "level=error event=?\n",
        "part=? state=?",
        "logger=unraisable error=KeyError",
        "logger=thread error=RuntimeError",
        "logger=sqlalchemy.engine error=OperationalError",
        "logger=aiohttp.server error=ValueError",
        "logger=apscheduler.executors.default error=LookupError",
        "logger=asyncio error=OSError",
        "level=critical event=library logger=uncaught error=ValueError",
    ):
        assert wanted in done.stderr, wanted
    to_the_minute = re.compile(r"time=[-0-9]{10}T\d\d:\d\dZ ")
    assert all(to_the_minute.match(line) for line in done.stderr.splitlines())


FULL = """
import structlog
from app import log
log.configure()
structlog.get_logger().error("our_line")
print("went on")
"""


def test_a_line_that_cannot_be_written_is_lost_and_ends_nothing() -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-c", FULL], stdout=subprocess.PIPE, stderr=full, cwd=ROOT, check=False
        )
    assert ran.stdout == b"went on\n"
