"""A staff turn: each effect is checked against what stands, written, and noted in the audit log."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.consultation import dates
from bot.consultation.following import LOOP
from bot.consultation.model import Outcome, Round, RoundState, Staff
from bot.conversation.effects import (
    AddLine,
    AddStaff,
    ApproveOutcome,
    Ask,
    CancelRound,
    CloseRound,
    Decide,
    EmptyList,
    EndTry,
    HandOver,
    HandReading,
    Invite,
    KeepRecord,
    ListWords,
    MovePromise,
    NotedEffect,
    OpenRound,
    PutTogether,
    RemoveStaff,
    ReturnOutcome,
    SaveGroup,
    SaveMessages,
    SaveOutcome,
    SaveOwn,
    SaveRound,
    StaffEffect,
    StartRoom,
    StartTry,
    Uncover,
)
from bot.conversation.lead_effects import AgreeGlass, AskGlass, OpenGlass, SaveHardWords, Settle
from bot.ports import Refused
from prompts.schema import QuestionSet
from storage.following import Following
from storage.glass import BreakGlass
from storage.invites import Invites
from storage.life import NOT_NOW
from storage.queue import ALL, EVERYONE
from storage.records import Records
from storage.telling import Telling
from storage.waiting import Waiting


class Desk(Waiting, Records, BreakGlass, Invites, Following, Telling):
    """Applying staff effects, and what the clock does to rounds."""

    def record(
        self,
        staff: Staff,
        effects: Sequence[StaffEffect],
        questions: QuestionSet | None,
        now: datetime,
    ) -> None:
        """Apply staff effects and write one audit entry for each, but for what somebody keeps for
        themselves alone.

        The day of an entry is local to its round, in UTC for a draft.

        Raises:
            Refused: the round's state, or who the readers are, forbids it.
        """
        for effect in effects:
            if isinstance(effect, SaveOwn):
                self._save_own(staff.id, effect.own)
                continue
            verb, kind, id_, round_id = self._do(staff, effect, questions, now)
            self._note(staff, verb, (kind, id_), round_id or None, self._day(round_id, now))

    def set_closed(self, round_id: str) -> None:
        """Mark an open round as closed.

        Raises:
            Refused: it is not open.
        """
        self._in_state(round_id, RoundState.OPEN)
        self._set_state(round_id, RoundState.CLOSED)
        self._note(None, "close", ("round", round_id), round_id, self._today())

    def set_figure(self, round_id: str, figure: int, day: date) -> None:
        """Store a released figure. Where it moved the audit log notes what staff see from now on,
        which is all it ever says of contributors."""
        if self._write_figure(round_id, figure, day):
            self._note(None, "figure", ("round", round_id), round_id, day, n=figure)

    def plan_outcome(
        self, outcome: Outcome, follow: tuple[Round, QuestionSet] | None = None
    ) -> int:
        """Write one outbox row for everyone of the sealed round who wants to hear, mark the
        outcome as sent; return how many rows. Doing it twice writes nothing new. ``follow`` is the
        round, with its questions, in which people can ask about it.

        Raises:
            Refused: the round is not sealed, or the outcome has no day.
        """
        self._in_state(outcome.round, RoundState.SEALED)
        stored = self._outcome(outcome.id)
        if stored is None or stored.send_on is None:
            raise Refused(NOT_NOW)
        if stored.state == "sent":
            return 0
        about = self.round(stored.round)
        of = about.parent if about is not None and about.parent else stored.round
        # Answers are for those who chose to hear everything; what changed is for them and others.
        who = ALL if about is not None and about.kind == LOOP else EVERYONE
        key = f"outcome:{stored.id}"
        written = self._tell_audience(of, stored.round, key, stored.send_on, who)
        if follow is not None:
            self._follow(*follow)
            stored = replace(stored, follow=follow[0].code)
        # A server that was down sends late, and a promise is kept on the day it is kept.
        stored = replace(stored, send_on=max(stored.send_on or self._today(), self._today()))
        self._write_outcome(stored, "sent")
        self.count_sending(stored.id, planned=written)
        self._note(None, "send", ("outcome", stored.id), stored.round, self._today())
        return written

    def note_export(self, staff: Staff | None, round_id: str, now: datetime) -> None:
        """Note that a sealed round was handed out as a file, to its facilitator or (None) to whoever
        runs the server.

        Raises:
            Refused: it is not sealed, or not theirs.
        """
        self._in_state(round_id, RoundState.SEALED)
        if staff is not None:
            self._must_run(staff, round_id)
        self._note(staff, "export", ("round", round_id), round_id, self._day(round_id, now))

    def _save_messages(self, staff: Staff, effect: SaveMessages) -> None:
        """Keep key messages of a sealed round. The quotes beside them have to be its own, and allowed.

        Raises:
            Refused: they are not, or the round is not theirs or not sealed.
        """
        self._in_state(effect.round, RoundState.SEALED)
        self._must_run(staff, effect.round)
        allowed = {text.id for text in self.approved(effect.round) if text.quotable}
        if not allowed.issuperset(effect.quotes):
            raise Refused(NOT_NOW)
        round_ = self._seen[effect.round]
        changed = replace(round_, messages=effect.messages, cited=effect.quotes)
        self._write_round(changed, round_.state)

    def _do(  # noqa: C901, PLR0912 - one case for each effect
        self, staff: Staff, effect: NotedEffect, questions: QuestionSet | None, now: datetime
    ) -> tuple[str, str, str, str]:
        """Apply one effect; return its verb, the kind and id of what it was done to, and its round
        or an empty text."""
        match effect:
            case Decide(answer, verb):
                return verb, "answer", answer.id, self._decide(staff, effect)
            case Uncover(answer_id):
                return "uncover", "answer", answer_id, self._uncover(staff, effect)
            case PutTogether(round_id):
                self._put_together(staff, effect)
                return "put_together", "round", round_id, round_id
            case Settle(kind, id_):
                return "settle", kind, id_, self._settle_for(staff, effect, now.date())
            case AskGlass(concern_id) | AgreeGlass(concern_id) | OpenGlass(concern_id):
                done, round_id = self._glass(staff, effect)
                return done, "concern", concern_id, round_id
            case SaveHardWords(phrases):
                self._save_hard_words(staff, phrases, now.date())
                return "save", "phrases", staff.id, ""
            case SaveOutcome(outcome):
                self._save_outcome(staff, outcome)
                done = "submit" if outcome.state == "ready" else "write"
                return done, "outcome", outcome.id, outcome.round
            case ApproveOutcome(outcome) | ReturnOutcome(outcome):
                done = self._second_look(staff, effect, self._day(outcome.round, now))
                return done, "outcome", outcome.id, outcome.round
            case SaveMessages(round_id):
                self._save_messages(staff, effect)
                return "messages", "round", round_id, round_id
            case AddStaff(member):
                self._appoint(staff, effect)
                return "invite", "staff", member.id, ""
            case RemoveStaff(staff_id):
                self._let_leave(staff, effect)
                return "remove", "staff", staff_id, ""
            case SaveGroup(group):
                self._save_group(staff, effect)
                return "save", "group", group.id, ""
            case Invite(round_id, people):
                self._in_state(round_id, RoundState.OPEN)
                self.invite(round_id, people, self._day(round_id, now))
                return "ask", "round", round_id, round_id
            case HandOver(round_id, to):
                self._hand_over(staff, effect)
                return "hand_over", "staff", to, round_id
            case HandReading(round_id, to):
                self._hand_reading(staff, effect)
                return "hand_over", "staff", to or staff.id, round_id
            case MovePromise(round_id) | AddLine(round_id):
                done = self._wait(staff, effect, self._day(round_id, now))
                return done, "round", round_id, round_id
            case StartTry() | EndTry() | StartRoom():
                done, round_id = self._link(staff, effect)
                return done, "round", round_id, round_id
            case KeepRecord(kept):
                self._keep_record(staff, kept)
                return "keep", "record", kept.id, kept.round
            case ListWords(round_id) | EmptyList(round_id):
                self._list(staff, effect)
                return "list", "round", round_id, round_id
            case _:
                return (
                    self._steer(effect, questions, now),
                    "round",
                    effect.round.id,
                    effect.round.id,
                )

    def _steer(
        self,
        effect: SaveRound | OpenRound | CloseRound | CancelRound | Ask,
        questions: QuestionSet | None,
        now: datetime,
    ) -> str:
        match effect:
            case SaveRound(round_):
                self._save(round_)
                return "save"
            case OpenRound(round_):
                self._open(round_, questions)
                return "open"
            case CloseRound(round_):
                self._close(round_)
                return "close"
            case CancelRound(round_):
                self._cancel(round_, now)
                return "cancel"
            case Ask(round_, asked):
                self._in_state(round_.parent, RoundState.CLOSED, RoundState.SEALED)
                self._ask(round_, asked)
                return "check"

    def _day(self, round_id: str, now: datetime) -> date:
        round_: Round | None = self.round(round_id)
        if round_ is None or round_.state is RoundState.DRAFT:
            return now.date()
        return dates.today(round_, now)
