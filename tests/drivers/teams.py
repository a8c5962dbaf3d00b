"""A person in Teams: signed activities into the real route, what they see read back from its end.

It does what Teams' own client does, with what stands in the card that was sent and nothing else:
it finds a button by its label, fills in inputs by theirs, and sends those alone that the button
takes along.
"""

import json
from collections.abc import Iterator
from typing import Any, Final, Self

from aiohttp import ClientSession

from bot.conversation.events import Address
from tests.drivers.page import squeezed
from tests.drivers.teams_api import (
    APP,
    BOT,
    SECRET,
    TENANT,
    TeamsApi,
    check,
    claims,
    elements,
    token,
)

_STOP: Final = "stop"
_HERE: Final = "Show them here"


def teams_settings(api: TeamsApi) -> dict[str, str]:
    """Return the settings of a server that talks to this tenant."""
    return {
        "teams_app_type": "SingleTenant",
        "teams_app_id": APP,
        "teams_app_secret": SECRET,
        "teams_tenant": TENANT,
        "teams_login_url": f"{api.url}/login",
        "teams_keys_url": f"{api.url}/openid",
    }


class TeamsPerson:
    """Fulfils ``Driver`` of the transcripts' runner. ``old`` is a client that knows no executing;
    with ``dialog`` everything is done in a dialog."""

    channel = "teams"
    code = ""

    def __init__(
        self, base: str, api: TeamsApi, code: str, user: str = "ann", *, old: bool = False
    ) -> None:
        self.base = base
        self.api = api
        self.user = self._own = user
        self.old = old
        self._round = code
        self._http = ClientSession()
        self._number = 0
        self._told = ""
        self.card: dict[str, Any] = {"body": []}
        self.card_id = ""
        self.dialog = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._http.close()

    @property
    def address(self) -> Address:
        """Where Teams knows this person."""
        return Address("teams", TENANT, f"aad-{self.user}")

    @property
    def chat(self) -> str:
        """The id of the chat between this person and the bot."""
        return f"a:{self.user}"

    @property
    def reference(self) -> dict[str, str]:
        """Our own reference to that chat."""
        return {
            "channel": "teams",
            "service": self.api.service,
            "chat": self.chat,
            "bot": BOT,
            "user": self.address.user,
            "tenant": TENANT,
        }

    # what a transcript can ask for
    async def opens(self, *, elsewhere: bool = False, code: str | None = "") -> None:  # noqa: ARG002
        """Open the round by typing its code, on this device or another: to Teams it is the same
        person. A stranger is somebody else. Where words wait, they are shown on the card."""
        self.user = "stranger" if code is None else self._own
        await self.types(self._round)
        if _HERE in self.labels:
            await self.press(self._button(_HERE, ()))

    async def turns_to(self, code: str) -> None:
        """Come by another link from now on."""
        self._round = code

    async def says(self, text: str) -> None:
        """Type into the one box of the card and send it; ``stop`` is typed in the chat."""
        if text.strip().casefold() == _STOP:
            await self.types(_STOP)
            return
        boxes = [each for each in self._inputs() if each.get("isMultiline")]
        assert boxes, f"there is no box to type in: {self.seen}"
        action = next(each for each in self._actions() if boxes[0]["id"] in json.dumps(each))
        await self.press(action, {boxes[0]["label"]: text})

    async def taps(
        self, label: str, fills: dict[str, str | list[str]], switches: tuple[str, ...] = ()
    ) -> int:
        """Fill in inputs by their labels, then press a button; return how many taps it took."""
        taps = 1 + len(switches)
        taps += sum(self._picks(name, value) for name, value in fills.items())
        await self.press(self._button(label, tuple(fills)), fills, switches)
        return taps

    @property
    def seen(self) -> str:
        """Everything a person can read."""
        return squeezed("\n".join([self._told, *_texts(self.card["body"])]))

    @property
    def labels(self) -> list[str]:
        """What can be pressed."""
        return [each["title"] for each in self._actions()]

    @property
    def shown(self) -> list[str]:
        """The person's own words, as they will be or are kept."""
        return [
            squeezed("\n".join(_texts(each["items"])))
            for each in elements(self.card["body"])
            if each["type"] == "Container" and each.get("style") == "emphasis"
        ]

    # how it is done
    async def types(self, text: str, id_: str = "") -> None:
        """Type in the compose box and look at what comes."""
        before = len(self.api.messages[self.chat])
        await self.post(self.activity("message", text=text, id=id_ or self._fresh()))
        self._look(before)

    async def installs(self, **more: Any) -> None:
        """Install the app, or take it away: Teams tells of it twice."""
        before = len(self.api.messages[self.chat])
        member = {"id": f"29:{self.user}", "aadObjectId": f"aad-{self.user}"}
        await self.post(self.activity("conversationUpdate", membersAdded=[member, {"id": BOT}]))
        await self.post(self.activity("installationUpdate", action="add", **more))
        self._look(before)

    async def removes(self) -> None:
        """Take the app away."""
        await self.post(self.activity("installationUpdate", action="remove"))

    async def press(
        self,
        action: dict[str, Any],
        fills: dict[str, Any] | None = None,
        switches: tuple[str, ...] = (),
    ) -> None:
        """Press a button with inputs filled in."""
        held = self._held(fills or {}, switches)
        data = {**action["data"], **(held if action["associatedInputs"] == "auto" else {})}
        self._told = ""
        if self.dialog or action["data"].get("msteams"):
            await self._in_dialog(data, "task/submit" if self.dialog else "task/fetch")
        elif self.old:
            await self._submits(data)
        else:
            await self._executes(data)

    async def _executes(self, data: dict[str, Any]) -> None:
        value = {"action": {"type": "Action.Execute", "verb": "act", "data": data}}
        answer = await self.invokes("adaptiveCard/action", value)
        if answer["statusCode"] == 200:
            check(answer["value"])
            self.card = answer["value"]
        else:
            self._told = answer["value"]["message"]

    async def _submits(self, data: dict[str, Any]) -> None:
        before = len(self.api.messages[self.chat])
        await self.post(self.activity("message", value=data, replyToId=self.card_id))
        self._look(before)

    async def _in_dialog(self, data: dict[str, Any], name: str) -> None:
        answer = await self.invokes(name, {"data": data, "context": {"theme": "default"}})
        task = answer["task"]
        if task["type"] == "message":
            self._told = task["value"]
            return
        self.dialog = True
        self.card = task["value"]["card"]["content"]
        check(self.card, dialog=True)

    def looks(self) -> None:
        """Look at the newest message, which came by itself."""
        self._look(len(self.api.messages[self.chat]) - 1)

    def _look(self, before: int) -> None:
        """Look at the newest message, or at the card that was changed."""
        messages = self.api.messages[self.chat]
        held = messages[-1] if len(messages) > before else self.api.cards.get(self.card_id, {})
        self.card_id = held.get("id", self.card_id)
        self._told = held.get("text", "")
        self.dialog = False
        if held.get("attachments"):
            self.card = held["attachments"][0]["content"]

    async def invokes(self, name: str, value: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Send an act that waits for its answer."""
        more = {"replyToId": self.card_id, **more}
        return await self.post(self.activity("invoke", name=name, value=value, **more))

    def activity(self, kind: str, **more: Any) -> dict[str, Any]:
        """Return an activity as Teams makes it, with a person's name in it."""
        return {
            "type": kind,
            "id": self._fresh(),
            "timestamp": "2027-02-10T12:00:00Z",
            "channelId": "msteams",
            "serviceUrl": self.api.service,
            "from": {
                "id": f"29:{self.user}",
                "name": "Zebedee Quillfeather",
                "aadObjectId": f"aad-{self.user}",
            },
            "recipient": {"id": BOT, "name": "Heardback"},
            "conversation": {
                "id": self.chat,
                "tenantId": TENANT,
                "conversationType": "personal",
            },
            "channelData": {"tenant": {"id": TENANT}},
            **more,
        }

    async def post(self, activity: dict[str, Any]) -> dict[str, Any]:
        """Send a signed activity; it has to be taken."""
        status, answer = await self.sends(json.dumps(activity))
        assert status == 200, status
        return answer

    async def sends(
        self, body: str | bytes, signed: str | None = None, kind: str = "application/json"
    ) -> tuple[int, dict[str, Any]]:
        """Send a body with a token; return how it was answered."""
        signed = token(claims(self.api.service)) if signed is None else signed
        headers = {
            "Content-Type": kind,
            **({"Authorization": f"Bearer {signed}"} if signed else {}),
        }
        async with self._http.post(
            f"{self.base}/teams/messages", data=body, headers=headers
        ) as answer:
            raw = await answer.read()
            is_json = answer.content_type == "application/json"
            return answer.status, json.loads(raw) if is_json and raw else {}

    def _fresh(self) -> str:
        self._number += 1
        return f"{self.user}-{self._number}"

    def _inputs(self) -> list[dict[str, Any]]:
        return [e for e in elements(self.card["body"]) if e["type"].startswith("Input.")]

    def _actions(self) -> Iterator[dict[str, Any]]:
        for element in elements(self.card["body"]):
            yield from element.get("actions", ())

    def _button(self, label: str, fills: tuple[str, ...]) -> dict[str, Any]:
        found = [each for each in self._actions() if label in (each["title"], each.get("tooltip"))]
        if fills and len(found) > 1:
            ids = [each["id"] for each in self._inputs() if each["label"] in fills]
            found = [each for each in found if any(id_ in json.dumps(each) for id_ in ids)]
        assert len(found) == 1, f"{len(found)} buttons {label!r} among {self.labels}"
        return found[0]

    def _picks(self, label: str, value: str | list[str]) -> int:
        """Return how many taps it takes to fill in an input; typing is none."""
        found = next(each for each in self._inputs() if each["label"] == label)
        wanted = [value] if isinstance(value, str) else value
        return len(wanted) if "choices" in found else 0

    def _held(self, fills: dict[str, Any], switches: tuple[str, ...]) -> dict[str, Any]:
        labels = {each["label"] for each in self._inputs()}
        assert set(fills) <= labels, f"no field {set(fills) - labels} among {labels}"
        return {
            each["id"]: _filled(each, fills.get(each["label"]), switches) for each in self._inputs()
        }


def _filled(element: dict[str, Any], wanted: Any, switches: tuple[str, ...]) -> Any:
    """Return what an input holds once it is filled in."""
    held = element.get("value", "")
    if "choices" not in element:
        return held if wanted is None else wanted
    if "choices.data" in element:
        return ",".join(wanted or ())
    if not element.get("isMultiSelect"):
        found = [each["value"] for each in element["choices"] if each["title"] == wanted]
        return held if wanted is None else found[0]
    chosen = held.split(",") if held else []
    if wanted is not None:
        titles = {each["title"]: each["value"] for each in element["choices"]}
        chosen = [titles[title] for title in ([wanted] if isinstance(wanted, str) else wanted)]
    for each in element["choices"]:
        if any(words in each["title"] for words in switches):
            value = each["value"]
            chosen = [c for c in chosen if c != value] if value in chosen else [*chosen, value]
    return ",".join(chosen)


def _texts(body: list[dict[str, Any]]) -> list[str]:
    """Return every text in some elements."""
    found = []
    for element in elements(body):
        found += [element.get("label", ""), str(element.get("value", ""))]
        found += [element.get("text", "")]
        found += ["".join(each["text"] for each in element.get("inlines", ()))]
        found += [each["title"] for each in element.get("choices", ())]
        found += [each["title"] for each in element.get("actions", ())]
    return found
