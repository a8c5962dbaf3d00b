"""The contributor's page: one address, one screen, every act a form."""

import re
from dataclasses import replace
from typing import Final

from aiohttp import web

from adapters.web.calendar import calendar_file
from adapters.web.channel import NAME
from adapters.web.draw import parts_of, places, refilled
from adapters.web.forms import Form, read_form, words_alone
from adapters.web.limiter import CODES
from adapters.web.pages import Page
from adapters.web.session import IDLE, Device, Seat, Visit, bound, fresh_secret
from adapters.web.site import Problem, Site, guard
from bot.consultation.model import Role
from bot.conversation.events import Chose, Event, Inbound, Opened
from bot.conversation.front import OPEN
from bot.conversation.messages import Calendar, Message
from bot.conversation.my_data import DOWNLOAD, data_path
from bot.deskwork import Desk
from bot.ports import NotSaved
from bot.reports.own_data import NAME as OWN_FILE
from bot.service import Conversations, Reply

TRIES_A_CODE: Final = "enter"
"""The action with which a person comes back; only it is limited strictly."""

_ASKS_A_CODE: Final = Chose("code")
"""The act that leads to where a code is typed."""
_DEVICES: Final[dict[str, Device]] = {"device:shared": "shared", "device:mine": "mine"}
_AWAY: Final = "away"
"""The action by which a page says that nobody has touched it for too long."""

_CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Chat:
    """Handlers of the contributor's page."""

    def __init__(self, site: Site, conversations: Conversations, desk: Desk) -> None:
        self._site = site
        self._conversations = conversations
        self._desk = desk

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the page and of what stands around it."""
        return [
            web.get("/", self.front),
            web.get("/leave", self.leave),
            web.get("/left", self.left),
            web.get("/r/{code}", self.show),
            web.post("/r/{code}", self.act),
            web.get("/r/{code}/day.ics", self.day),
            web.get(data_path("{ticket}"), self.offer_data),
            web.post(data_path("{ticket}"), self.data),
        ]

    async def front(self, request: web.Request) -> web.StreamResponse:
        """Say what this is; lead on whoever types the code of a link, or the link itself."""
        typed = request.query.get("link", "").strip().rstrip("/")
        if typed:
            code = typed.rpartition("/")[2].lower()
            if not _CODE.fullmatch(code):
                raise Problem("link", 404)
            return self._site.lead_to(f"/r/{code}")
        return self._site.page(self._site.pages.front())

    async def leave(self, request: web.Request) -> web.StreamResponse:
        """End the session here. Another site cannot end it."""
        response = self._site.lead_to("/left")
        if request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin"):
            self._site.cookies.end_visit(request, response)
        return response

    async def left(self, _request: web.Request) -> web.StreamResponse:
        """Show a page that says nothing about what was here."""
        say = self._site.say
        return self._site.page(
            self._site.pages.plain(say("web.left.title"), say.many("web.left.lines"), brand=False)
        )

    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show where the person is."""
        code = _code(request)
        visit = self._site.cookies.visit(request)
        known = visit or Visit()
        away = known.seat(code).away
        event = _ASKS_A_CODE if away else Opened()
        reply = await self._turn(request, code, known, event, fresh_secret())
        after = known.seated(code, Seat(reply.carried, reply.address))
        if reply.message.ends:
            # A fresh secret keeps the buttons of this last page working, for nobody in particular.
            after = Visit(device=known.device)
        page = replace(_page(reply.message, code, after), away=away)
        response = self._site.page(self._site.pages.screen(page))
        self._site.cookies.give_visit(response, after)
        return response

    async def act(self, request: web.Request) -> web.StreamResponse:
        """Take one act and show what came of it under the same address."""
        code = _code(request)
        self._site.limited(request)
        self._site.counted(request)
        form = await read_form(request)
        visit = self._site.cookies.visit(request)
        guard(request, visit.secret if visit else None, form.csrf)
        visit = visit or Visit()
        if form.action in _DEVICES or form.action == _AWAY:
            return self._said_of_device(code, visit, form.action)
        if visit.seat(code).away and form.action != TRIES_A_CODE:
            return await self._come_back(request, code, visit, form)
        if form.action == DOWNLOAD:
            address = visit.seat(code).address
            return own_file(await self._conversations.own_data(address))
        event = form.event()
        if isinstance(event, Chose) and event.action.startswith(OPEN):
            return self._leads(event.action.removeprefix(OPEN), visit.seat(code), visit)
        if isinstance(event, Chose) and event.action == TRIES_A_CODE:
            self._site.limited(request, CODES)
        try:
            reply = await self._turn(request, code, visit, event, bound(visit.secret, form.turn))
        except NotSaved as failed:
            return await self._not_saved(request, code, visit, form, failed)
        if reply.code_tried and not reply.known:
            self._site.counted(request, CODES)
            # Shown at once: seven typed words are kept nowhere, and nobody types them twice gladly.
            page = _page(refilled(reply.message, form.values), code, visit)
            response = self._site.page(self._site.pages.screen(page), 422)
            self._site.cookies.give_visit(
                response, visit.seated(code, Seat(reply.carried, reply.address))
            )
            return response
        after = visit.seated(code, Seat(reply.carried, reply.address))
        if reply.code_tried and any(each.id in form.values for each in reply.message.fields):
            # They were away, and what they had typed came along.
            page = _page(refilled(reply.message, form.values), code, after)
            response = self._site.page(self._site.pages.screen(page))
        else:
            response = self._site.lead_to(f"/r/{code}")
        self._site.cookies.give_visit(response, after)
        return response

    def _said_of_device(self, code: str, visit: Visit, action: str) -> web.StreamResponse:
        """Remember whose device this is, or that nobody was there for a while."""
        response = self._site.lead_to(f"/r/{code}")
        after = visit.left_alone() if action == _AWAY else replace(visit, device=_DEVICES[action])
        self._site.cookies.give_visit(response, after)
        return response

    async def _come_back(
        self, request: web.Request, code: str, visit: Visit, form: Form
    ) -> web.StreamResponse:
        """Ask for the code of whoever was away; the words they had typed wait beside it, unseen."""
        reply = await self._turn(request, code, visit, _ASKS_A_CODE, fresh_secret())
        words = {form.says: "".join(form.values.get(form.says, ()))} if form.says else {}
        page = replace(_page(reply.message, code, visit), away=True, held=words)
        return self._site.page(self._site.pages.screen(page), 422)

    def _leads(self, code: str, seat: Seat, visit: Visit) -> web.StreamResponse:
        """Lead on into another round, as the same person unless somebody sits there already."""
        if not _CODE.fullmatch(code):
            raise Problem("link", 404)
        response = self._site.lead_to(f"/r/{code}")
        if code not in visit.seats:
            self._site.cookies.give_visit(response, visit.seated(code, Seat("", seat.address)))
        return response

    async def day(self, request: web.Request) -> web.StreamResponse:
        """Give the day on this person's screen as a calendar file."""
        code = _code(request)
        visit = self._site.cookies.visit(request) or Visit()
        reply = await self._turn(request, code, visit, Opened(), fresh_secret())
        days = [part for part in parts_of(reply.message) if isinstance(part, Calendar)]
        if not days:
            raise Problem("page", 404)
        made = self._site.clock.now().date()
        return web.Response(
            body=calendar_file(days[0].title, days[0].day, made),
            content_type="text/calendar",
            charset="utf-8",
            headers={"Content-Disposition": 'attachment; filename="day.ics"'},
        )

    async def offer_data(self, request: web.Request) -> web.StreamResponse:
        """Show one button; the link is used up by pressing it, not by looking."""
        visit = self._site.cookies.visit(request) or Visit()
        response = self._site.page(self._site.pages.enter("data", request.path, visit.secret))
        self._site.cookies.give_visit(response, visit)
        return response

    async def data(self, request: web.Request) -> web.StreamResponse:
        """Give all that is held of a person to whoever has the one-time link to it."""
        self._site.limited(request)
        self._site.counted(request)
        form = await read_form(request)
        visit = self._site.cookies.visit(request)
        guard(request, visit.secret if visit else None, form.csrf)
        text = await self._conversations.own_data_by(request.match_info["ticket"])
        if text is None:
            raise Problem("used_data_link", 410)
        return own_file(text)

    async def _turn(
        self, request: web.Request, code: str, visit: Visit, event: Event, delivery: str
    ) -> Reply:
        seat = visit.seat(code)
        return await self._conversations.handle(
            Inbound(
                delivery=delivery,
                channel=NAME,
                round_code=code,
                event=event,
                address=seat.address,
                contact={"channel": NAME},
                carried=seat.carried,
                language=self._site.say.best(request.headers.get("Accept-Language", "")),
                preview=await self._previews(request),
            )
        )

    async def _previews(self, request: web.Request) -> bool:
        """Tell whether a facilitator is looking."""
        badge = self._site.cookies.badge(request)
        me = await self._desk.who(badge.session) if badge and badge.session else None
        return me is not None and me.role is Role.FACILITATOR

    async def _not_saved(
        self, request: web.Request, code: str, visit: Visit, form: Form, failed: NotSaved
    ) -> web.StreamResponse:
        """Show the screen again with what was filled in, or at least the words in a box."""
        fault = self._site.say(f"error.not_saved.{failed.reason}")
        try:
            reply = await self._turn(request, code, visit, Opened(), fresh_secret())
            message = reply.message
        except NotSaved:
            message = words_alone(form, self._site.say)
        page = _page(refilled(message, form.values, fault), code, visit)
        page = replace(page, tapped=places(form.values.get("word", ())))
        return self._site.page(self._site.pages.screen(page), 503)


def own_file(text: str) -> web.Response:
    """Return a person's own data as a file to keep; nothing on the way keeps it."""
    return web.Response(
        body=text.encode("utf-8", "replace"),
        content_type="application/json",
        charset="utf-8",
        headers={"Content-Disposition": f'attachment; filename="{OWN_FILE}"'},
    )


def _code(request: web.Request) -> str:
    code = request.match_info["code"]
    if not _CODE.fullmatch(code):
        raise Problem("link", 404)
    return code


def _page(message: Message, code: str, visit: Visit) -> Page:
    seated = visit.seat(code).address is not None
    return Page(
        message,
        f"/r/{code}",
        csrf=visit.secret,
        turn=fresh_secret(),
        device=None if seated or message.ends else visit.device,
        idle=IDLE if seated and visit.device != "mine" else 0,
    )
