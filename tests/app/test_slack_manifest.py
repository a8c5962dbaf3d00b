"""The manifest that Slack makes the app from, printed by the real command."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest


def printed(*more: str) -> Any:
    command = [sys.executable, "-m", "app", "slack", "manifest", "--host", "talk.example.org"]
    told = subprocess.run(
        [*command, *more],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    return json.loads(told.stdout)


@pytest.mark.parametrize("socket", [False, True])
def test_the_manifest_asks_for_the_least(socket: bool) -> None:
    made = printed(*(["--socket"] if socket else []))
    scopes = made["oauth_config"]["scopes"]
    assert scopes == {"bot": ["chat:write", "commands", "im:write", "users:read"]}
    home, settings = made["features"]["app_home"], made["settings"]
    assert home["messages_tab_read_only_enabled"]
    assert home["home_tab_enabled"]
    assert settings["event_subscriptions"]["bot_events"] == [
        "app_home_opened",
        "app_uninstalled",
        "tokens_revoked",
        "user_change",
    ]
    assert settings["token_rotation_enabled"]
    assert settings["socket_mode_enabled"] is socket
    # Behind a firewall Slack is given no address to call.
    assert ("https://talk.example.org/slack/events" in json.dumps(made)) is not socket
