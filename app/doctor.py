"""Looking whether an installation is as it should be, changing nothing: a line for each thing."""

import re
import socket
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

import typer

from app.settings import PREFIX, Settings
from app.told import command, print_line, say
from app.trouble import Trouble

type State = Literal["ok", "look", "mend"]
_SOON: Final = timedelta(days=14)
"""Support lines that go stale within it are worth a look."""
_SKEW: Final = (timedelta(seconds=5), timedelta(minutes=1))
"""By how much two clocks may differ before it is worth a look, and before it has to be mended."""
_ROOM: Final = 500 * 2**20
_VERSION: Final = 18
_PATIENCE: Final = 5.0
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_FORMS: Final = {
    "slack_signing_secret": re.compile(r"[0-9a-f]{32}"),
    "slack_client_id": re.compile(r"\d+\.\d+"),
    "slack_app_token": re.compile(r"xapp-.+"),
    "teams_app_id": _UUID,
    "teams_tenant": _UUID,
}
"""What the platforms give out looks like this."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. ``key`` is a phrase below ``command.doctor`` and ``values`` are its slots: names of
    settings, files and hosts."""

    state: State
    key: str
    values: dict[str, Any]


def _found(state: State, key: str, **values: Any) -> Finding:
    return Finding(state, f"doctor.{key}", values)


def doctor(
    offline: Annotated[
        bool, typer.Option("--offline", help="Do not try to reach Slack or Teams.")
    ] = False,
) -> None:
    """Check everything, change nothing, and say what to do. Ends with 1 if something must be mended."""
    raise typer.Exit(int(_told(offline=offline)))


@command
def _told(*, offline: bool) -> bool:
    """Print what was found; return whether something must be mended."""
    worst = False
    for each in findings(Settings.read(), offline=offline):
        worst = worst or each.state == "mend"
        print_line(f"{say(f'doctor.state.{each.state}')}: {say(each.key, **each.values)}")
    return worst


def findings(settings: Settings, *, offline: bool) -> Iterator[Finding]:
    """Look at everything, one thing after the other."""
    yield _found("ok", "settings")
    yield from _keys(settings)
    yield from _database(settings)
    yield from _address(settings)
    yield from _channels(settings, offline=offline)
    yield from _support()
    yield _detector(settings)


def _keys(settings: Settings) -> Iterator[Finding]:
    from app.first_run import prepare
    from app.places import shelf_of
    from bot.ports import NotSaved
    from storage.keys import KeyStore
    from storage.shelf import KeysRefused

    folder = settings.data_folder
    if folder.exists() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield _found("look", "folder_open", folder=folder)
    try:
        shelf = shelf_of(settings)
        if not shelf.names():
            yield _found("look", "keys_none")
            return
        KeyStore.open(shelf, prepare(settings), create=False)
        yield _found("ok", "keys")
    except Trouble as trouble:
        yield Finding("mend", f"trouble.{trouble.key}", trouble.values)
    except KeysRefused as refused:
        values = {"folder": settings.keys, "name": refused.name}
        yield Finding("mend", f"trouble.keys_{refused.reason}", values)
    except NotSaved:
        yield Finding("mend", "trouble.folder", {"folder": settings.keys_mirror or settings.keys})
    if settings.keys_mirror is None:
        yield _found("look", "no_mirror", name=f"{PREFIX}KEYS_MIRROR")


def _database(settings: Settings) -> Iterator[Finding]:
    from bot.ports import NotSaved
    from storage.checkup import check

    try:
        seen = check(settings.database)
    except NotSaved:
        yield Finding("mend", "trouble.database", {"name": f"{PREFIX}DATABASE_URL"})
        return
    if not seen.there:
        yield _found("look", "database_new")
    elif not seen.up_to_date:
        yield _found("look", "database_old")
    else:
        yield _found("ok", "database")
    if seen.kind == "sqlite" and seen.there and seen.free < max(_ROOM, 2 * seen.size):
        yield _found("mend", "room")
    if seen.kind == "postgresql":
        if seen.version < _VERSION:
            yield _found("mend", "version", wanted=_VERSION)
        if seen.loud:
            yield _found("mend", "loud", names=", ".join(seen.loud))
        yield _clock((seen.clock or datetime.now(UTC)) - datetime.now(UTC))


def _clock(ahead: timedelta) -> Finding:
    look, mend = _SKEW
    apart = abs(ahead)
    state: State = "mend" if apart > mend else "look" if apart > look else "ok"
    return _found(state, "clock" if state == "ok" else "clock_off")


def _address(settings: Settings) -> Iterator[Finding]:
    name = f"{PREFIX}PUBLIC_URL"
    if not settings.public_url:
        yield _found("look", "no_address", name=name)
    elif not settings.secure_cookies:
        yield _found("mend", "no_tls", name=name)
    else:
        yield _found("ok", "address")
    if settings.metrics_port and settings.metrics_host not in ("127.0.0.1", "::1", "localhost"):
        yield _found("look", "metrics_open", name=f"{PREFIX}METRICS_HOST")
    if settings.traces_url:
        yield _found("look", "traces", name=f"{PREFIX}TRACES_URL")


def _channels(settings: Settings, *, offline: bool) -> Iterator[Finding]:
    from app.slack import slack_is_set
    from app.teams import teams_is_set

    reach: list[str] = []
    for name, is_set, urls in (
        ("Slack", slack_is_set, (settings.slack_api_url,)),
        ("Teams", teams_is_set, (settings.teams_login_url, settings.teams_keys_url)),
    ):
        try:
            there = is_set(settings)
        except Trouble as trouble:
            yield Finding("mend", f"trouble.{trouble.key}", trouble.values)
            continue
        if there:
            yield _found("ok", "channel", channel=name)
            reach += urls
    yield from _ill_formed(settings)
    yield from () if offline else _out_of_reach(reach)


def _ill_formed(settings: Settings) -> Iterator[Finding]:
    """Find what no platform gives out: most likely another line of its page was copied."""
    for field, form in _FORMS.items():
        value = getattr(settings, field)
        plain = value.get_secret_value() if hasattr(value, "get_secret_value") else value
        if plain and not form.fullmatch(plain):
            yield _found("look", "form", name=PREFIX + field.upper())


def _out_of_reach(urls: Iterable[str]) -> Iterator[Finding]:
    for url in urls:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (80 if parts.scheme == "http" else 443)
        try:
            socket.create_connection((host, port), _PATIENCE).close()
        except OSError:
            yield _found("mend", "out_of_reach", host=host)
        else:
            yield _found("ok", "in_reach", host=host)


def _support() -> Iterator[Finding]:
    from bot.consultation.support import stale
    from prompts.library import shipped

    lines, today = shipped().support("uk"), datetime.now(UTC).date()
    if old := stale(lines, today):
        yield _found("mend", "support_old", names=", ".join(each.name for each in old))
    elif stale(lines, today + _SOON):
        yield _found("look", "support_soon", days=_SOON.days)
    else:
        yield _found("ok", "support")


def _detector(settings: Settings) -> Finding:
    from bot.detection.detector import detector_for

    detector = detector_for(settings.detector)
    detector.find("")
    if settings.detector == "rules":
        return _found("look", "rules", name=f"{PREFIX}DETECTOR")
    return _found("mend", "reduced") if detector.reduced else _found("ok", "detector")
