"""`.env.example` names every setting, no other, and gives each the value it has anyway."""

import re
from pathlib import Path

import pytest

from app.settings import Settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def environment_name(field: str) -> str:
    """Return the name of the environment variable that sets a field."""
    alias = Settings.model_fields[field].validation_alias
    prefix = Settings.model_config.get("env_prefix", "")
    return str(alias or f"{prefix}{field}").upper()


def test_it_names_every_setting_and_no_other() -> None:
    # A setting without a default stands behind a comment sign.
    named = re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=", EXAMPLE.read_text("utf-8"), re.MULTILINE)
    assert sorted(named) == sorted(environment_name(field) for field in Settings.model_fields)


def test_its_values_are_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(environment_name(field), raising=False)
    assert Settings(_env_file=EXAMPLE) == Settings(_env_file=None)
