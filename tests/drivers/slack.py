"""A person in Slack: signed payloads into the real route, what they see read back from Slack's end.

It does what Slack's own client does, with what stands in the blocks that were sent and nothing
else: it finds a button by its label, fills in inputs by theirs, and will not send a modal in which
something that is needed is missing.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any, Final, Self
from urllib.parse import urlencode

from aiohttp import ClientSession, DummyCookieJar

from bot.conversation.events import Address
from tests.drivers.page import squeezed
from tests.drivers.slack_api import TEAM, Modal, SlackApi
from tests.drivers.slack_limits import options_of

SETTINGS: Final = {"slack_client_id": "1.2", "slack_client_secret": "of the app"}
SECRET: Final = "8f742231b10e8888abcd99yyyzzz85a5"


def slack_settings(api: SlackApi) -> dict[str, str]:
    """Return the settings of a server that talks to this workspace."""
    return {**SETTINGS, "slack_signing_secret": SECRET, "slack_api_url": f"{api.url}/api"}


async def install(base: str) -> None:
    """Install the app in the workspace, as an admin's browser does."""
    async with ClientSession(cookie_jar=DummyCookieJar()) as browser:
        async with browser.get(f"{base}/slack/install", allow_redirects=False) as page:
            state = page.cookies["slack-app-oauth-state"].value
        async with browser.get(
            f"{base}/slack/oauth_redirect",
            params={"code": "good", "state": state},
            # The cookie is for TLS alone, so it is carried by hand.
            headers={"Cookie": f"slack-app-oauth-state={state}"},
        ) as done:
            assert done.status == 200, await done.text()


class SlackPerson:
    """Fulfils ``Driver`` of the transcripts' runner."""

    channel = "slack"
    code = ""

    def __init__(self, base: str, api: SlackApi, code: str, user: str = "U0ANN") -> None:
        self.base = base
        self.api = api
        self.user = self._own = user
        self._round = code
        self._http = ClientSession()
        self._told = ""
        self._faults: dict[str, str] = {}
        self.status = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._http.close()

    @property
    def address(self) -> Address:
        """Where Slack knows this person."""
        return Address("slack", f"/{TEAM}", self.user)

    # what a transcript can ask for
    async def opens(self, *, elsewhere: bool = False, code: str | None = "") -> None:  # noqa: ARG002
        """Open the round, on this device or another: to Slack it is the same person. A stranger
        is somebody else."""
        self.user = "U0STRANGER" if code is None else self._own
        await self.command(self._round)

    async def turns_to(self, code: str) -> None:
        """Come by another link from now on."""
        self._round = code

    async def says(self, text: str) -> None:
        """Type into the one box of the modal and send it; ``stop`` is a command here."""
        if text.strip().casefold() == "stop":
            await self.command("stop")
            return
        boxes = [block for block in self._inputs() if block["element"].get("multiline")]
        assert boxes, f"there is no box to type in: {self.seen}"
        label = boxes[0]["label"]["text"]
        await self._submit({label: text})

    async def taps(
        self, label: str, fills: dict[str, str | list[str]], switches: tuple[str, ...] = ()
    ) -> int:
        """Fill in inputs by their labels, then press a button; return how many taps it took."""
        taps = 1 + len(switches)
        taps += sum(self._picks(name, value) for name, value in fills.items())
        if label == self._view().get("submit", {}).get("text"):
            await self._submit(fills, switches)
        else:
            block, element = self._button(label, tuple(fills))
            await self._press(block, element, fills, switches)
        return taps

    @property
    def view(self) -> dict[str, Any]:
        """The blocks of the modal that is open, with what stands around them."""
        return self._view()

    @property
    def seen(self) -> str:
        """Everything a person can read."""
        view = self._view()
        texts = [self._told, *self._faults.values(), *_texts(view.get("blocks", []))]
        return squeezed("\n".join([*texts, view.get("submit", {}).get("text", "")]))

    @property
    def labels(self) -> list[str]:
        """What can be pressed."""
        return [_label(element) for _, element in self._buttons()]

    @property
    def shown(self) -> list[str]:
        """The person's own words, as they will be or are kept."""
        blocks = self._view().get("blocks", [])
        return [squeezed(text) for text in _own_words(blocks)]

    # how it is done
    async def command(self, text: str) -> None:
        """Type ``/heardback`` and something behind it."""
        answer = await self.post(
            {
                "command": "/heardback",
                "text": text,
                "team_id": TEAM,
                "user_id": self.user,
                "trigger_id": self.api.trigger(self.user),
                "response_url": f"{self.api.url}/hook/{self.user}",
            }
        )
        self._faults = {}
        self._told = " ".join(_texts(answer.get("blocks", []))) or answer.get("text", "")

    async def home(self) -> dict[str, Any]:
        """Open the home page and return what it shows."""
        event = {"type": "app_home_opened", "user": self.user, "tab": "home"}
        await self.event(event)
        return self.api.homes[self.user]

    async def event(self, event: dict[str, Any], id_: str = "Ev1") -> None:
        """Let Slack tell of an event."""
        body = json.dumps(
            {"type": "event_callback", "team_id": TEAM, "event_id": id_, "event": event}
        )
        await self.send(body, "application/json")

    async def pressed(self, value: str, place: dict[str, Any] | None = None) -> None:
        """Press a button of the home page, or of a message."""
        element = {"action_id": "do-0", "type": "button", "value": value}
        payload = self._payload("block_actions", actions=[{**element, "block_id": "|0|do"}])
        payload |= {"trigger_id": self.api.trigger(self.user)}
        payload |= place or {"response_url": f"{self.api.url}/hook/{self.user}"}
        await self.interact(payload)

    async def closes(self) -> None:
        """Close the modal."""
        modal = self._modal()
        self.api.close(self.user)
        await self.interact(self._payload("view_closed", view=self._sent_view(modal, {})))

    async def _submit(self, fills: dict[str, Any], switches: tuple[str, ...] = ()) -> None:
        modal = self._modal()
        state = self._state(fills, switches)
        for block in self._inputs():
            empty = not any(map(_given, state[block["block_id"]].values()))
            assert block["optional"] or not empty, f"Slack asks for {block['label']['text']!r}"
        self._faults = {}
        view = self._sent_view(modal, state)
        answer = await self.interact(self._payload("view_submission", view=view))
        match answer.get("response_action"):
            case "update":
                self.api.show(modal, answer["view"])
            case "errors":
                ids = {block["block_id"] for block in self._inputs()}
                assert set(answer["errors"]) <= ids
                self._faults = answer["errors"]
            case _:
                self.api.close(self.user)

    async def _press(
        self,
        block: dict[str, Any],
        element: dict[str, Any],
        fills: dict[str, Any],
        switches: tuple[str, ...],
    ) -> None:
        modal = self._modal()
        action = {**element, "block_id": block["block_id"]}
        if element["type"] == "static_select":
            action["selected_option"] = {"value": element["value"]}
        view = self._sent_view(modal, self._state(fills, switches))
        self._faults = {}
        payload = self._payload("block_actions", actions=[action], view=view)
        await self.interact({**payload, "trigger_id": self.api.trigger(self.user)})

    def _payload(self, kind: str, **more: Any) -> dict[str, Any]:
        user = {"id": self.user, "team_id": TEAM}
        return {"type": kind, "team": {"id": TEAM}, "user": user, "enterprise": None, **more}

    def _sent_view(self, modal: Modal, state: dict[str, Any]) -> dict[str, Any]:
        return {**modal.view, "id": modal.id, "hash": modal.hash, "state": {"values": state}}

    async def interact(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Send an interaction and return what it was answered with."""
        self._told = ""
        return await self.post({"payload": json.dumps(payload)})

    async def post(self, form: dict[str, Any]) -> dict[str, Any]:
        """Send a signed form."""
        return await self.send(urlencode(form), "application/x-www-form-urlencoded")

    async def send(self, body: str, kind: str) -> dict[str, Any]:
        """Send a signed body; it has to be acknowledged."""
        async with self._http.post(
            f"{self.base}/slack/events", data=body, headers={"Content-Type": kind, **signed(body)}
        ) as answer:
            text = await answer.text()
            self.status = answer.status
            assert self.status == 200, f"{self.status}: {text}"
            return dict(json.loads(text)) if text.startswith("{") else {}

    def _view(self) -> dict[str, Any]:
        modal = self.api.modal(self.user)
        return modal.view if modal else {}

    def _modal(self) -> Modal:
        modal = self.api.modal(self.user)
        assert modal is not None, "no modal is open"
        return modal

    def _inputs(self) -> list[dict[str, Any]]:
        return [block for block in self._view().get("blocks", []) if block["type"] == "input"]

    def _buttons(self) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        for block in self._view().get("blocks", []):
            for element in block["elements"] if block["type"] == "actions" else ():
                if element["type"] == "button":
                    yield block, element
                for option in options_of(element):
                    made = {"text": option["text"], "value": option["value"]}
                    yield block, {**element, **made}

    def _button(self, label: str, fills: tuple[str, ...]) -> tuple[Any, Any]:
        found = [
            (block, element)
            for block, element in self._buttons()
            if label in (_label(element), element.get("accessibility_label"))
        ]
        if fills and len(found) > 1:
            forms = {
                block["block_id"].partition("|")[0]
                for block in self._inputs()
                if block["label"]["text"] in fills
            }
            found = [each for each in found if each[0]["block_id"].partition("|")[0] in forms]
        assert len(found) == 1, f"{len(found)} buttons {label!r} among {self.labels}"
        return found[0]

    def _picks(self, label: str, value: str | list[str]) -> int:
        """Return how many taps it takes to fill in an input; typing is none."""
        block = next(b for b in self._inputs() if b["label"]["text"] == label)
        wanted = [value] if isinstance(value, str) else value
        return len(wanted) if options_of(block["element"]) else 0

    def _state(self, fills: dict[str, Any], switches: tuple[str, ...]) -> dict[str, Any]:
        state: dict[str, Any] = {}
        left = dict(fills)
        labels: dict[str, str] = {}
        for block in self._inputs():
            # What is too long for one box goes on in the next one of its field.
            element, id_ = block["element"], block["block_id"]
            label = labels.setdefault(_field(id_), block["label"]["text"])
            wanted = left.get(label)
            if isinstance(wanted, str) and element["type"] == "plain_text_input":
                left[label], wanted = wanted[3_000:], wanted[:3_000]
            held = _held(element, wanted, switches)
            state[block["block_id"]] = {element["action_id"]: held}
        labels = {block["label"]["text"] for block in self._inputs()}
        assert set(fills) <= labels, f"no field {set(fills) - labels} among {labels}"
        return state


def _field(block_id: str) -> str:
    form, _, rest = block_id.partition("|")
    return f"{form}|{rest.partition('|')[2]}"


def _held(element: dict[str, Any], wanted: Any, switches: tuple[str, ...]) -> dict[str, Any]:
    """Return what an input holds once it is filled in."""
    kind = element["type"]
    match kind:
        case "plain_text_input" | "number_input":
            value = element.get("initial_value") if wanted is None else wanted
            return {"type": kind, "value": value or None}
        case "datepicker":
            return {"type": kind, "selected_date": wanted or element.get("initial_date")}
        case "timepicker":
            return {"type": kind, "selected_time": wanted or element.get("initial_time")}
        case "multi_users_select":
            return {"type": kind, "selected_users": wanted or []}
        case "radio_buttons" | "static_select":
            chosen = element.get("initial_option")
            if wanted is not None:
                chosen = next(o for o in options_of(element) if o["text"]["text"] == wanted)
            return {"type": kind, "selected_option": chosen}
    chosen = list(element.get("initial_options", ()))
    if wanted is not None:
        chosen = [option for option in options_of(element) if option["text"]["text"] in wanted]
    for option in options_of(element):
        if any(words in option["text"]["text"] for words in switches):
            chosen = [c for c in chosen if c != option] if option in chosen else [*chosen, option]
    return {"type": kind, "selected_options": chosen}


def _given(held: dict[str, Any]) -> object:
    return [value for name, value in held.items() if name != "type" and value]


def signed(body: str, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """Return the headers with which Slack signs a body."""
    stamp = str(int(time.time() if at is None else at))
    made = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={made}"}


def _label(element: dict[str, Any]) -> str:
    text = element["text"]["text"]
    return str(text)


def _texts(found: Any) -> list[str]:
    """Return every text in a block and in what it holds."""
    if isinstance(found, list):
        if found and all(isinstance(each, dict) and each.get("type") == "text" for each in found):
            return ["".join(each["text"] for each in found)]
        return [text for each in found for text in _texts(each)]
    if not isinstance(found, dict):
        return []
    if found.get("type") == "plain_text_input":
        return [found.get("initial_value", "")]
    own = found.get("text")
    own = [own] if isinstance(own, str) else _texts(own)
    parts = ("label", "hint", "elements", "element", "options", "description")
    return [*own, *(text for part in parts for text in _texts(found.get(part)))]


def _own_words(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        for each in block.get("elements", ()) if block["type"] == "rich_text" else ():
            runs = each["elements"]
            notice = runs[0].get("style", {}).get("bold") and not runs[0]["text"].startswith("[")
            if each["type"] == "rich_text_quote" and not notice:
                yield "".join(run["text"] for run in runs)
