"""What an operator can set. `.env.example` says the same, and a test holds the two equal."""

import base64
import binascii
import io
import ipaddress
from pathlib import Path
from typing import Annotated, Literal, Self

from dotenv.parser import parse_stream
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, DotEnvSettingsSource, SettingsConfigDict

from app.trouble import Trouble

PREFIX = "HEARDBACK_"
KEY_BYTES = 32


def _web_address(url: str) -> str:
    if url and not url.startswith(("http://", "https://")):
        raise ValueError("it has to start with http:// or https://")
    return url.rstrip("/")


def _database(url: str) -> str:
    if url.startswith(("postgresql://", "postgresql+psycopg://")):
        return url
    name = url.removeprefix("sqlite:///")
    if url and (name in (url, "", ":memory:") or "?" in name):
        raise ValueError(
            "it has to be sqlite:/// and the name of a file, or begin with postgresql://"
        )
    return url


def _key(secret: SecretStr) -> SecretStr:
    decode_key(secret.get_secret_value())
    return secret


def decode_key(text: str) -> bytes:
    """Return the 32 bytes of a key written as base64url, with or without its padding.

    Raises:
        ValueError: the text is no such key; the message does not quote it.
    """
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != KEY_BYTES:
        raise ValueError("it has to be 32 bytes in base64url")
    return raw


class Settings(BaseSettings):
    """Read from the environment and from a file `.env` in the folder a command is started in.

    Names start with ``HEARDBACK_``. An empty value is the same as none.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    data_folder: Path = Field(
        default=Path("var"), description="Where the database and what the first run makes are kept."
    )
    database_url: Annotated[str, AfterValidator(_database)] = Field(
        default="",
        repr=False,
        description="The database: sqlite:/// and the name of a file, or the URL of a database of "
        "PostgreSQL 18, such as postgresql://user:password@host/name?sslmode=verify-full. "
        "Without it: heardback.db in the data folder.",
    )
    keys_folder: Path | None = Field(
        default=None,
        description="Where the keys are kept. Keep it out of every database backup. "
        "Without it: keys in the data folder.",
    )
    keys_url: Annotated[str, AfterValidator(_database)] = Field(
        default="",
        repr=False,
        description="A second database to keep the keys in, for several servers that share no "
        "folder: an URL as above, never of the same database. Without it: the folder.",
    )
    keys_mirror: Path | None = Field(
        default=None,
        description="A folder that always holds the same keys, on another disk. What is destroyed "
        "is destroyed in both, and while it cannot be reached no round is sealed. Without it: none.",
    )
    audit_folder: Path | None = Field(
        default=None,
        description="Where the last mark of the audit log is written down once a day. Keep it out "
        "of reach of whoever can change the database. Without it: beside the keys.",
    )
    kek: Annotated[SecretStr, AfterValidator(_key)] | None = Field(
        default=None,
        description="The key that wraps all other keys: 32 bytes in base64url. Without it the first "
        "run makes one and keeps it in heardback.env in the data folder, which only its owner may "
        "read. Lose it and every answer of an open round is lost.",
    )
    kek_new: Annotated[SecretStr, AfterValidator(_key)] | None = Field(
        default=None,
        description="Only while the key above is changed, where it is set: the new one. Then type "
        "heardback keys rotate --kek, and set it in the other's place.",
    )
    host: str = Field(
        default="127.0.0.1",
        min_length=1,
        description="The address the server listens on. Put a proxy with TLS before any other.",
    )
    port: int = Field(
        default=8080, ge=0, le=65535, description="The port. 0 takes any that is free."
    )
    metrics_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="The port at which Prometheus reads figures, at /metrics. 0 is none.",
    )
    metrics_host: str = Field(
        default="127.0.0.1",
        min_length=1,
        description="The address for that port. Nobody but your monitoring should reach it.",
    )
    traces_url: Annotated[str, AfterValidator(_web_address)] = Field(
        default="",
        description="Where OpenTelemetry traces go, such as http://127.0.0.1:4318/v1/traces. They "
        "tell when each turn was, so never set it while people answer. It needs the extra tracing.",
    )
    public_url: Annotated[str, AfterValidator(_web_address)] = Field(
        default="",
        description="The address people see, such as https://talk.example.org. Cookies are for TLS "
        "only when it starts with https. Without it: the host and port.",
    )
    slack_signing_secret: SecretStr | None = Field(
        default=None,
        description="Slack: the app's signing secret. With it, Slack is a way to take part.",
    )
    slack_client_id: str = Field(default="", description="Slack: the app's client id.")
    slack_client_secret: SecretStr | None = Field(
        default=None, description="Slack: the app's client secret."
    )
    slack_app_token: SecretStr | None = Field(
        default=None,
        description="Slack: the app-level token, for Socket Mode behind a firewall. Without it "
        "Slack writes to this server.",
    )
    slack_api_url: Annotated[str, AfterValidator(_web_address)] = Field(
        default="https://slack.com/api",
        description="Slack: where its Web API is. Another one for GovSlack.",
    )
    slack_per_minute: int = Field(
        default=300,
        ge=1,
        description="Slack: how many messages a minute one workspace gets at most.",
    )
    slack_read_back: bool = Field(
        default=False,
        description="Slack: look for a message in the person's chat where Slack gave no answer, so "
        "that none comes twice. The app then asks for one more right, im:history, and keeps a mark "
        "beside each message. Make the app's manifest anew after changing this.",
    )
    teams_app_type: Literal["", "SingleTenant", "UserAssignedMSI"] = Field(
        default="",
        description="Teams: how the app is registered, SingleTenant or UserAssignedMSI. With it, "
        "Teams is a way to take part.",
    )
    teams_app_id: str = Field(default="", description="Teams: the app's id.")
    teams_app_secret: SecretStr | None = Field(
        default=None, description="Teams: the app's secret. A managed identity has none."
    )
    teams_tenant: str = Field(
        default="", description="Teams: the id of the one organisation that is let in."
    )
    teams_development: bool = Field(
        default=False,
        description="Teams: let everybody in without a token, for a local client. The server then "
        "has to listen on this machine alone.",
    )
    teams_per_second: int = Field(
        default=15,
        ge=1,
        description="Teams: how many messages a second one organisation gets at most.",
    )
    teams_login_url: Annotated[str, AfterValidator(_web_address)] = Field(
        default="https://login.microsoftonline.com",
        description="Teams: where tokens to write with come from.",
    )
    teams_keys_url: Annotated[str, AfterValidator(_web_address)] = Field(
        default="https://login.botframework.com/v1/.well-known/openidconfiguration",
        description="Teams: where the keys are that Bot Framework signs with.",
    )
    detector: Literal["full", "rules"] = Field(
        default="full",
        description="How answers are checked for what could identify someone: full is rules and a "
        "language model, which needs 500 MB of memory. With rules alone unusual names are missed "
        "more often, and staff are told that less is checked.",
    )
    languages_folder: Path | None = Field(
        default=None,
        description="A folder with more languages, as docs/languages.md says. Without it: English.",
    )
    demo_folder: Path = Field(
        default=Path("var/demo"),
        description="Where the demonstration keeps its own data, apart from everything else.",
    )

    @classmethod
    def read(cls) -> Self:
        """Read and check the settings.

        Raises:
            Trouble: a setting is not right; it is named, its value is not told.
        """
        _check_file(Path(".env"))
        # The file may hold the settings of other programs; a misspelt one of ours is a slip.
        in_file = {name.upper() for name in DotEnvSettingsSource(cls).env_vars}
        ours = {PREFIX + name.upper() for name in cls.model_fields}
        for name in sorted(in_file - ours):
            if name.startswith(PREFIX):
                raise Trouble("setting_unknown", name=name)
        try:
            return cls()
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            name = PREFIX + str(first["loc"][0]).upper()
            why = first["msg"].removeprefix("Value error, ")
            raise Trouble("setting", name=name, why=why[:1].lower() + why[1:]) from None

    @property
    def database(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{self.data_folder / 'heardback.db'}"

    @property
    def keys(self) -> Path:
        """The folder of the keys."""
        return self.keys_folder or self.data_folder / "keys"

    @property
    def audit(self) -> Path:
        """The folder of the audit log's marks."""
        return self.audit_folder or self.keys

    @property
    def base_url(self) -> str:
        """The address people see, without a slash at its end."""
        return self.public_url or f"http://{_in_url(self.host)}:{self.port}"

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies are for TLS only."""
        return self.base_url.startswith("https://")

    def for_demonstration(self) -> Self:
        """These settings with data, keys and key-encryption key of the demonstration's own."""
        return self.model_copy(
            update={
                "data_folder": self.demo_folder,
                "database_url": "",
                "metrics_port": 0,
                "traces_url": "",
                "keys_folder": None,
                "keys_url": "",
                "keys_mirror": None,
                "kek_new": None,
                "audit_folder": None,
                "kek": None,
            }
        )


def _check_file(file: Path) -> None:
    """See that every line of a file of settings can be read: one that is passed over, such as a key
    with half its quotes, would be as if it were not set.

    Raises:
        Trouble: one cannot.
    """
    try:
        text = file.read_text("utf-8") if file.is_file() else ""
    except (OSError, UnicodeDecodeError):
        raise Trouble("setting_file", file=file) from None
    for binding in parse_stream(io.StringIO(text)):
        if binding.error:
            raise Trouble("setting_line", file=file, number=binding.original.line)


def _in_url(host: str) -> str:
    try:
        return f"[{host}]" if ipaddress.ip_address(host).version == 6 else host  # noqa: PLR2004
    except ValueError:
        return host
