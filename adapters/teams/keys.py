"""The keys that Bot Framework signs its tokens with.

This stands in place of the SDK's own class, which fails on a key it does not know before it asks
again (so that a change of keys shuts everybody out for a day), and which asks with a call that
holds up every other turn.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor
from jwt.algorithms import RSAAlgorithm
from jwt.exceptions import InvalidKeyError

from adapters.teams.read import CHANNEL

OLD_SECONDS: Final = 24 * 3600.0
AGAIN_SECONDS: Final = 30.0
"""How long unknown keys are refused before they make us ask again: anybody can name a key."""

type Fetch = Callable[[str], Awaitable[Any]]
"""Returns the JSON at an address; raises :class:`OSError` where there is none."""


class KeysUnreachable(Exception):  # noqa: N818 - it says what is the matter
    """Nothing can be told of a token: the keys could not be fetched."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key, and the channels it vouches for. The names are the SDK's."""

    public_key: Any
    endorsements: tuple[str, ...] = field(default=())


class SigningKeys:
    """The keys at one address, asked for again after a day or when an unknown one is named."""

    def __init__(self, url: str, fetch: Fetch) -> None:
        self._url = url
        self._fetch = fetch
        self._keys: dict[str, Key] = {}
        self._asked = self._asked_for_unknown = float("-inf")
        self._lock = asyncio.Lock()

    def put_in_place(self) -> None:
        """Let the SDK use these keys for this address."""
        JwtTokenExtractor.metadataCache[self._url] = self

    async def get(self, key_id: object) -> Key:
        """Return a key by its id.

        Raises:
            PermissionError: there is none.
            KeysUnreachable: that cannot be told now.
        """
        if not isinstance(key_id, str):
            raise PermissionError
        async with self._lock:
            now = time.monotonic()
            if now - self._asked > OLD_SECONDS:
                await self._ask(now)
            elif key_id not in self._keys and now - self._asked_for_unknown > AGAIN_SECONDS:
                self._asked_for_unknown = now
                await self._ask(now)
        if key_id not in self._keys:
            raise PermissionError
        return self._keys[key_id]

    async def _ask(self, now: float) -> None:
        try:
            held = await self._fetch((await self._fetch(self._url))["jwks_uri"])
            keys = {str(key["kid"]): _read(key) for key in held["keys"] if _is_for_us(key)}
        except (OSError, LookupError, TypeError, ValueError, InvalidKeyError):
            if not self._keys:
                raise KeysUnreachable from None
            # The old keys are better than none; they are asked for again with the next token.
            return
        self._keys, self._asked = keys, now


def _is_for_us(key: dict[str, Any]) -> bool:
    """Tell whether a key vouches for Teams: the SDK takes one that vouches for nothing."""
    return CHANNEL in (key.get("endorsements") or ())


def _read(key: dict[str, Any]) -> Key:
    return Key(RSAAlgorithm.from_jwk(json.dumps(key)), tuple(key.get("endorsements") or ()))
