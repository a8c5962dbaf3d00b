"""The guide to adding a channel speaks of things that are there."""

import re
from pathlib import Path

from bot.conversation import events, messages
from bot.ports import Capabilities
from bot.service import Conversations
from prompts.library import Library

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "adding-a-channel.md").read_text(encoding="utf-8")


def test_every_file_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:adapters|app|bot|docs|prompts|storage|tests)/[\w./-]*)`", GUIDE))
    assert len(named) > 8
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_its_table_is_the_whole_inbound() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE)
    assert rows == list(events.Inbound.__dataclass_fields__)


def test_every_type_it_names_is_there() -> None:
    for name in ("Opened", "Chose", "Said", "Inbound"):
        assert f"`{name}`" in GUIDE
        assert hasattr(events, name)
    for name in ("Message", "Words"):
        assert f"`{name}`" in GUIDE
        assert hasattr(messages, name)
    assert "keeps_typed_text" in Capabilities.__dataclass_fields__
    assert hasattr(Conversations, "handle")


def test_every_channel_here_says_what_it_keeps() -> None:
    say = Library.load().phrases()
    assert say.has("contributor.keeps.web")
    assert say.has("contributor.keeps.terminal")
