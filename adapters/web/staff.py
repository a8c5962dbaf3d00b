"""The staff desk: places with addresses of their own, every act a form."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final, Protocol

from aiohttp import web

from adapters.web.draw import every_field, refilled
from adapters.web.forms import Form, read_form, words_alone
from adapters.web.pages import DemoBar, Page, desk_path
from adapters.web.session import Badge, bound, fresh_secret
from adapters.web.site import Problem, Site, guard
from bot.consultation.model import Staff
from bot.conversation.desk import Spot
from bot.conversation.events import Chose
from bot.conversation.facilitator_words import EXPORT
from bot.conversation.messages import Message
from bot.conversation.report_round import REPORT
from bot.deskwork import Desk
from bot.exporting import export, export_page
from bot.ports import NotSaved, Refused

_SPOTS: Final = ("/desk", "/desk/{place}", "/desk/{place}/{round}", "/desk/{place}/{round}/{item}")


class DemoControls(Protocol):
    """How a demonstration moves on."""

    async def advance(self) -> None:
        """Put the clock forward to the next date and let what is due happen."""

    def now(self) -> datetime:
        """Return the demonstration's instant."""

    async def next_label(self) -> str:
        """Return what the next date brings, or an empty string after the last."""


class StaffDesk:
    """Handlers of the desk."""

    def __init__(
        self,
        site: Site,
        desk: Desk,
        demo: DemoControls | None,
        reduced: Callable[[], str | None],
    ) -> None:
        self._site = site
        self._desk = desk
        self._demo = demo
        self._reduced = reduced

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the desk."""
        fixed = [
            web.get("/desk/enter", self.ask_for_link),
            web.get("/desk/enter/{token}", self.offer_entry),
            web.post("/desk/enter/{token}", self.enter),
            web.post("/desk/leave", self.leave),
            web.post("/desk/demonstration", self.advance),
        ]
        spots = [web.get(path, self.show) for path in _SPOTS]
        return fixed + spots + [web.post(path, self.act) for path in _SPOTS]

    async def ask_for_link(self, _request: web.Request) -> web.StreamResponse:
        """Tell somebody without a session how to get in."""
        raise Problem("no_session", 401)

    async def offer_entry(self, request: web.Request) -> web.StreamResponse:
        """Show one button; the link is used up by pressing it, not by looking."""
        badge = self._site.cookies.badge(request) or Badge()
        response = self._site.page(self._site.pages.enter("desk.enter", request.path, badge.secret))
        self._site.cookies.give_badge(response, badge)
        return response

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """Use up a one-time link and begin a session."""
        self._site.limited(request)
        self._site.counted(request)
        form = await read_form(request)
        badge = self._site.cookies.badge(request)
        guard(request, badge.secret if badge else None, form.csrf)
        entered = await self._desk.sign_in(request.match_info["token"])
        if entered is None:
            raise Problem("used_link", 410)
        response = self._site.lead_to("/desk")
        self._site.cookies.give_badge(response, Badge(session=entered[1]))
        return response

    async def leave(self, request: web.Request) -> web.StreamResponse:
        """End the session."""
        badge, _ = await self._known(request)
        form = await read_form(request)
        guard(request, badge.secret, form.csrf)
        await self._desk.sign_out(badge.session)
        response = self._site.lead_to("/desk/enter")
        self._site.cookies.drop_badge(response)
        return response

    async def advance(self, request: web.Request) -> web.StreamResponse:
        """Put a demonstration's clock forward."""
        if self._demo is None:
            raise Problem("page", 404)
        badge, _ = await self._known(request)
        form = await read_form(request)
        guard(request, badge.secret, form.csrf)
        await self._demo.advance()
        back = "".join(form.values.get("back", ())).removeprefix("/desk")
        return self._site.lead_to(desk_path(_spot(*back.strip("/").split("/"))))

    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show a place."""
        badge = self._site.cookies.badge(request)
        me = await self._desk.who(badge.session) if badge else None
        if badge is None or me is None:
            return self._site.lead_to("/desk/enter")
        spot = _asked(request)
        message = await self._desk.show(me, spot, badge.note)
        response = await self._page(request, message, spot, badge, me)
        if badge.note and "HX-Request" not in request.headers:
            self._site.cookies.give_badge(response, replace(badge, note=""))
        return response

    async def act(self, request: web.Request) -> web.StreamResponse:
        """Take one act; lead to where it leads, or show what is wrong with it."""
        self._site.limited(request)
        self._site.counted(request)
        badge, me = await self._known(request)
        form = await read_form(request)
        guard(request, badge.secret, form.csrf)
        spot = _asked(request)
        name, _, form_of = form.action.partition(":")
        if name == EXPORT:
            return await self._exported(me, spot, form_of)
        try:
            event = Chose(form.action, form.values)
            acted = await self._desk.act(me, spot, event, bound(badge.secret, form.turn))
        except NotSaved as failed:
            fault = self._site.say(f"error.not_saved.{failed.reason}")
            screen = refilled(await self._shown_or_words(me, spot, form), form.values, fault)
            return await self._page(request, screen, spot, badge, me, status=503)
        if acted.message is not None:
            status = 200 if acted.saved else _status(acted.message)
            return await self._page(request, acted.message, acted.spot, badge, me, status=status)
        response = self._site.lead_to(desk_path(acted.spot))
        self._site.cookies.give_badge(response, replace(badge, note=acted.note))
        return response

    async def _exported(self, me: Staff, spot: Spot, form: str) -> web.Response:
        """Hand a sealed round over as a file."""
        try:
            if spot.place == REPORT:
                draw = self._site.pages.file
                file = await export_page(self._desk, me, spot, form, draw)
            else:
                file = await export(self._desk, me, spot.round, form)
        except Refused:
            raise Problem("no_export", 403) from None
        return web.Response(
            body=file.body,
            headers={
                "Content-Type": file.kind,
                "Content-Disposition": f'attachment; filename="{file.name}"',
            },
        )

    async def _shown_or_words(self, me: Staff, spot: Spot, form: Form) -> Message:
        try:
            return await self._desk.show(me, spot)
        except NotSaved:
            return words_alone(form, self._site.say)

    async def _known(self, request: web.Request) -> tuple[Badge, Staff]:
        badge = self._site.cookies.badge(request)
        me = await self._desk.who(badge.session) if badge else None
        if badge is None or me is None:
            raise Problem("no_session", 401)
        return badge, me

    async def _page(
        self,
        request: web.Request,
        message: Message,
        spot: Spot,
        badge: Badge,
        me: Staff,
        *,
        status: int = 200,
    ) -> web.Response:
        page = Page(
            message,
            desk_path(spot),
            csrf=badge.secret,
            turn=fresh_secret(),
            desk=True,
            who=self._site.pages.who(me),
            origin=self._site.origin(request),
            demo=await self._bar(),
            reduced=self._reduced() is not None,
        )
        return self._site.page(self._site.pages.screen(page), status)

    async def _bar(self) -> DemoBar | None:
        if self._demo is None:
            return None
        today = self._site.say.date(self._demo.now().date())
        return DemoBar(today, await self._demo.next_label())


def _status(message: Message) -> int:
    """Return 422 if there is a field to mend, else 403: the act itself was refused."""
    return 422 if any(field.fault for field in every_field(message)) else 403


def _asked(request: web.Request) -> Spot:
    info = request.match_info
    return _spot(info.get("place", ""), info.get("round", ""), info.get("item", ""))


def _spot(place: str = "", round_id: str = "", item: str = "", *_more: str) -> Spot:
    steps = ("" if step == "-" else step for step in (place, round_id, item))
    return Spot(*steps)
