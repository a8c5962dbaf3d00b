"""The manifest from which Slack makes the app: the least rights that do."""

from typing import Any

from adapters.slack.edge import PATH
from adapters.slack.install import scopes
from prompts.library import Phrases


def manifest(say: Phrases, host: str, *, socket: bool, reads_back: bool = False) -> dict[str, Any]:
    """Return the manifest for a server at ``https://HOST``, or for Socket Mode.

    Source: https://docs.slack.dev/reference/app-manifest
    """
    events, redirect = f"https://{host}{PATH}", f"https://{host}/slack/oauth_redirect"
    url = {} if socket else {"url": events}
    request = {} if socket else {"request_url": events}
    return {
        "display_information": {
            "name": say("web.brand"),
            "description": say("slack.manifest.short"),
            "long_description": say("slack.manifest.long"),
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": say("web.brand"), "always_online": False},
            "slash_commands": [
                {
                    "command": "/heardback",
                    **url,
                    "description": say("slack.manifest.command"),
                    "usage_hint": "help | stop",
                    "should_escape": False,
                }
            ],
        },
        "oauth_config": {
            "redirect_urls": [redirect],
            "scopes": {"bot": list(scopes(reads_back=reads_back))},
        },
        "settings": {
            "event_subscriptions": {
                **request,
                "bot_events": [
                    "app_home_opened",
                    "app_uninstalled",
                    "tokens_revoked",
                    "user_change",
                ],
            },
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": True,
        },
    }
