"""Slack, if the operator has set it up; and the manifest to set it up with."""

import json
from typing import TYPE_CHECKING

import typer

from app.settings import PREFIX, Settings
from app.told import print_line
from app.trouble import Trouble
from prompts.library import Phrases, phrases_alone

if TYPE_CHECKING:
    from adapters.slack.whole import Slack
    from storage.database import StoredDatabase
    from storage.keys import KeyStore

commands = typer.Typer(no_args_is_help=True, help="Slack.")


def slack_of(
    settings: Settings, database: "StoredDatabase", keys: "KeyStore", say: Phrases
) -> "Slack | None":
    """Return Slack, or None where it is not set up: its library is not even read then.

    Raises:
        Trouble: only some of its settings are there; the first that lacks is named.
    """
    signing, client = settings.slack_signing_secret, settings.slack_client_secret
    if not slack_is_set(settings) or signing is None or client is None:
        return None
    from adapters.slack.install import Limits, Secrets
    from adapters.slack.whole import Slack
    from storage.workspaces import StoredWorkspaces

    token = settings.slack_app_token
    secrets = Secrets(
        signing=signing.get_secret_value(),
        client_id=settings.slack_client_id,
        client_secret=client.get_secret_value(),
        app_token=token.get_secret_value() if token else "",
        api=f"{settings.slack_api_url}/",
        limits=Limits(settings.slack_per_minute, settings.slack_read_back),
    )
    return Slack(secrets, StoredWorkspaces(database), keys.cookies, say, settings.base_url)


def slack_is_set(settings: Settings) -> bool:
    """Tell whether Slack is set up.

    Raises:
        Trouble: only some of its settings are there; the first that lacks is named.
    """
    needed = {
        "SLACK_SIGNING_SECRET": settings.slack_signing_secret,
        "SLACK_CLIENT_ID": settings.slack_client_id,
        "SLACK_CLIENT_SECRET": settings.slack_client_secret,
    }
    lacks = [name for name, value in needed.items() if not value]
    if lacks and len(lacks) < len(needed):
        raise Trouble("setting_lacks", name=PREFIX + lacks[0])
    return not lacks


@commands.command("manifest")
def show_manifest(
    host: str = typer.Option(..., help="The host people reach this server at."),
    socket: bool = typer.Option(False, help="For Socket Mode, behind a firewall."),
) -> None:
    """Print the manifest from which Slack makes the app."""
    from adapters.slack.manifest import manifest

    reads_back = Settings.read().slack_read_back
    made = manifest(phrases_alone(), host, socket=socket, reads_back=reads_back)
    print_line(json.dumps(made, indent=2))
