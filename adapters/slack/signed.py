"""What Slack signs: looked at only once the signature is known to be good."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web
from slack_sdk.signature import SignatureVerifier

_TIME: Final = "X-Slack-Request-Timestamp"
_SIGNATURE: Final = "X-Slack-Signature"
_SHAPES: Final = {_TIME: re.compile(r"[0-9]{1,12}"), _SIGNATURE: re.compile(r"v0=[0-9a-f]{64}")}
"""What the library would stumble over is refused before it sees it."""


class Signed:
    """Tells what comes from Slack by the app's signing secret."""

    def __init__(self, secret: str) -> None:
        self._verifier = SignatureVerifier(secret)

    def good(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell whether Slack has signed a body, in the last five minutes."""
        if not all(_SHAPES[name].fullmatch(headers.get(name, "")) for name in _SHAPES):
            return False
        try:
            return self._verifier.is_valid(body, headers[_TIME], headers[_SIGNATURE])
        except UnicodeDecodeError:
            # A signature is over text.
            return False

    async def payload(self, request: web.Request) -> dict[str, Any]:
        """Return what a signed request says.

        Raises:
            ValueError: it has no shape that Slack sends.
        """
        if request.content_type == "application/json":
            found = json.loads(await request.read())
        else:
            form: dict[str, Any] = dict(await request.post())
            found = json.loads(form["payload"]) if "payload" in form else form
        if not isinstance(found, dict):
            message = "a payload is an object"
            raise ValueError(message)  # noqa: TRY004 - bad data, not a bad call
        return found
