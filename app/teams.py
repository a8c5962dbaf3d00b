"""Microsoft Teams, if the operator has set it up; and the package to set it up with."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final
from uuid import UUID

import typer

from app.settings import PREFIX, Settings
from app.told import command, print_line
from app.trouble import Trouble
from prompts.library import Phrases, phrases_alone

if TYPE_CHECKING:
    from adapters.teams.auth import Registration
    from adapters.teams.whole import Teams
    from storage.database import StoredDatabase
    from storage.keys import KeyStore

commands = typer.Typer(no_args_is_help=True, help="Microsoft Teams.")
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


def teams_of(
    settings: Settings, database: "StoredDatabase", keys: "KeyStore", say: Phrases
) -> "Teams | None":
    """Return Teams, or None where it is not set up: its library is not even read then.

    Raises:
        Trouble: only some of its settings are there; or it would let strangers in.
    """
    registration = _registration(settings)
    if registration is None:
        return None
    from adapters.teams.whole import Teams
    from storage.workspaces import StoredWorkspaces

    once = StoredWorkspaces(database)
    return Teams(registration, keys.lookup("teams", "cards"), once, say, settings.base_url)


def teams_is_set(settings: Settings) -> bool:
    """Tell whether Teams is set up.

    Raises:
        Trouble: only some of its settings are there; or it would let strangers in.
    """
    return _registration(settings) is not None


def _registration(settings: Settings) -> "Registration | None":
    secret = settings.teams_app_secret
    given = (settings.teams_app_type, settings.teams_app_id, settings.teams_tenant, secret)
    if not any((*given, settings.teams_development)):
        return None
    from adapters.teams.auth import DEVELOPMENT, SINGLE_TENANT, Registration

    if settings.teams_development:
        if settings.host not in _LOOPBACK:
            name, host = f"{PREFIX}TEAMS_DEVELOPMENT", f"{PREFIX}HOST"
            raise Trouble("teams_open", name=name, host=host)
        return Registration(
            DEVELOPMENT,
            settings.teams_app_id,
            settings.teams_tenant,
            a_second=settings.teams_per_second,
        )
    needed = {
        "TEAMS_APP_TYPE": settings.teams_app_type,
        "TEAMS_APP_ID": settings.teams_app_id,
        "TEAMS_TENANT": settings.teams_tenant,
    }
    if settings.teams_app_type in ("", SINGLE_TENANT):
        needed["TEAMS_APP_SECRET"] = secret.get_secret_value() if secret else ""
    lacks = next((name for name, value in needed.items() if not value), "")
    if lacks:
        raise Trouble("setting_lacks", name=PREFIX + lacks)
    return Registration(
        type=settings.teams_app_type,
        app=settings.teams_app_id,
        tenant=settings.teams_tenant,
        secret=needed.get("TEAMS_APP_SECRET", ""),
        login=settings.teams_login_url,
        keys=settings.teams_keys_url,
        a_second=settings.teams_per_second,
    )


@commands.command("manifest")
@command
def write_manifest(
    host: Annotated[str, typer.Option(help="The host people reach this server at.")],
    app_id: Annotated[UUID, typer.Option(help="The app's id.")],
    file: Annotated[Path, typer.Option(help="Where to write it.")] = Path("heardback-teams.zip"),
) -> None:
    """Write the package that Teams installs the app from."""
    from adapters.teams.package import write_package

    write_package(file, phrases_alone(), host, str(app_id))
    print_line(str(file))
