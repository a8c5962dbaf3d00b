"""Who is let in: nobody without a token that Bot Framework signed for this app and this tenant.

The SDK lets everybody in when an id is empty or a type misspelt, and looks at no tenant. So what
is needed is asked for before anything starts, and every way in which a token can be wrong is one
answer: :class:`PermissionError`.
"""

import time
from dataclasses import dataclass
from typing import Any, Final

from botbuilder.schema import Activity
from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
    JwtTokenExtractor,
    VerifyOptions,
)
from botframework.connector.auth.authentication_constants import AuthenticationConstants as Names

from adapters.teams.keys import KeysUnreachable
from adapters.teams.read import CHANNEL, tenants_of

SINGLE_TENANT: Final = "SingleTenant"
MANAGED: Final = "UserAssignedMSI"
DEVELOPMENT: Final = "Development"
TYPES: Final = (SINGLE_TENANT, MANAGED)
_TOKENS: Final = 64
"""Tokens that are remembered at once."""
_GOOD_SECONDS: Final = 600.0
"""How long a token that was good is not checked again: a key may be taken back."""
_LEEWAY: Final = 300
"""How far clocks may differ, in seconds."""


@dataclass(frozen=True, slots=True)
class Registration:
    """The app as it is registered. ``type`` is one of :data:`TYPES`, or :data:`DEVELOPMENT` for a
    local client that has no tokens. ``login`` is where tokens to write with come from, ``keys``
    where the keys of tokens to us are. ``a_second``: how many messages its people get at most."""

    type: str
    app: str
    tenant: str
    secret: str = ""
    login: str = "https://login.microsoftonline.com"
    keys: str = Names.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL
    a_second: int = 15

    def __post_init__(self) -> None:
        """Refuse what would let strangers in.

        Raises:
            ValueError: the type is none we know, or something that it needs is missing.
        """
        if self.type == DEVELOPMENT:
            return
        needed = [self.app, self.tenant, *([self.secret] if self.type == SINGLE_TENANT else [])]
        if self.type not in TYPES or not all(needed):
            raise ValueError("not a whole registration")


class Authentication(BotFrameworkAuthentication):  # type: ignore[misc]  # the SDK has no types
    """Lets activities in. ``factory`` makes what writes back, the same for every turn."""

    def __init__(self, registration: Registration, factory: ConnectorFactory) -> None:
        self._registration = registration
        self._factory = factory
        self._checked: dict[str, tuple[float, ClaimsIdentity]] = {}

    async def authenticate_request(
        self, activity: Activity, auth_header: str
    ) -> AuthenticateRequestResult:
        """Let an activity in.

        Raises:
            PermissionError: its token is not good, or its tenant is not ours.
            KeysUnreachable: that cannot be told now.
        """
        made = AuthenticateRequestResult()
        made.connector_factory = self._factory
        made.claims_identity = await self._let_in(activity, auth_header)
        return made

    async def _let_in(self, activity: Activity, auth_header: str) -> ClaimsIdentity:
        if self._registration.type == DEVELOPMENT:
            return ClaimsIdentity({}, True, Names.ANONYMOUS_AUTH_TYPE)
        until, known = self._checked.get(auth_header, (0.0, None))
        if time.time() < until:
            self._check(known, activity)
            return known
        try:
            identity = await self._read(auth_header)
        except KeysUnreachable:
            raise
        except Exception:  # noqa: BLE001 - see below
            # The SDK and what it stands on fail in a dozen ways, and some quote the token.
            raise PermissionError from None
        self._check(identity, activity)
        self._keep(auth_header, identity)
        return identity

    def _keep(self, auth_header: str, identity: ClaimsIdentity) -> None:
        """Remember for a while that a token is good: Teams uses the same one for an hour. Whom and
        what it is for is looked at each time."""
        if len(self._checked) >= _TOKENS:
            self._checked.clear()
        until = min(float(identity.claims["exp"]), time.time() + _GOOD_SECONDS)
        self._checked[auth_header] = (until, identity)

    async def _read(self, auth_header: str) -> ClaimsIdentity | None:
        scheme, _, token = auth_header.partition(" ")
        options = VerifyOptions(
            issuer=[Names.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER],
            audience=None,
            clock_tolerance=_LEEWAY,
            ignore_expiration=False,
        )
        extractor = JwtTokenExtractor(
            options, self._registration.keys, Names.ALLOWED_SIGNING_ALGORITHMS
        )
        return await extractor.get_identity(scheme, token, CHANNEL)

    def _check(self, identity: ClaimsIdentity | None, activity: Activity) -> None:
        claims: dict[str, Any] = {} if identity is None else identity.claims
        good = (
            claims.get(Names.ISSUER_CLAIM) == Names.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER
            and claims.get(Names.AUDIENCE_CLAIM) == self._registration.app
            and claims.get(Names.SERVICE_URL_CLAIM) == activity.service_url
            and "exp" in claims
            and activity.channel_id == CHANNEL
            and tenants_of(activity) == {self._registration.tenant}
        )
        if not good:
            raise PermissionError

    async def authenticate_streaming_request(
        self, _auth_header: str, _channel_id: str
    ) -> AuthenticateRequestResult:
        """Refuse: nothing here streams.

        Raises:
            PermissionError: always.
        """
        raise PermissionError

    def create_connector_factory(self, _identity: ClaimsIdentity) -> ConnectorFactory:
        """Return what writes back."""
        return self._factory

    async def create_user_token_client(self, _identity: ClaimsIdentity) -> None:
        """Return nothing: nobody signs in through us, and the SDK would make a client each turn."""
