"""What one reply changes: the record of its meeting, the user's profile, and which mails are owed for it.

Like planning.py it calls nothing and decides everything. Every reply owes at least one answer, so that no user waits in
vain; what it asks for is one transaction with it.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime

from shared.domain.bounds import MAX_NAME, bounded_contact
from shared.domain.correcting import corrected_meeting
from shared.domain.debrief import Debrief
from shared.domain.delivery import Delivery, Kind, State
from shared.domain.done import Done
from shared.domain.interview import Change, Interview, InterviewState
from shared.domain.keep_in_touch import keep_in_touch_mails
from shared.domain.noting import LONGEST_OWN_WORDS, facts_of, keep_notes, name_of
from shared.domain.owing import ANSWER_KEEPS, answer_to_mail, cancelled_mail, of_interview, owed_by, pack_left
from shared.domain.planning import looks_the_same, open_deliveries, what_was
from shared.domain.profiling import profiled, with_answers, with_own_words, with_referral, with_text
from shared.domain.reply import Reply, Want
from shared.domain.timing import Rules, rules_for

REPLIED = "reply_taken"
MOST_NAMED = 5
MOST_SAID = 20
_KINDS = {
    Want.LIST: Kind.LIST,
    Want.EXPORT: Kind.EXPORT,
    Want.COMPARE: Kind.COMPARE,
    Want.HELP: Kind.HELP,
    Want.ERASE: Kind.ERASE_ASKED,
}
_LETTERS = (Kind.THANK_YOU, Kind.THANK_YOU_NUDGE)


def plan_reply(reply: Reply, now: datetime, rules: Rules, *, confirmed: bool = False) -> Change:
    """Decide what the reply changes. `now` is UTC, `rules` are the deployment's.

    `confirmed` tells that a word of the same reply has its answer already: what needs none then gets none.
    """
    return _Plan(reply, now, rules, confirmed=confirmed).change()


class _Plan:
    """Gathers, part by part, what the one transaction will hold."""

    def __init__(self, reply: Reply, now: datetime, rules: Rules, *, confirmed: bool) -> None:
        self._reply = reply
        self._now = now
        self._deployment = rules
        self._confirmed = confirmed
        self._read = reply.about.interview if reply.about else None
        self._interview = self._read
        self._user = reply.user
        self._made: list[Delivery] = []
        self._withdrawn: list[Delivery] = []
        self._done: list[tuple[Done, str]] = []

    def change(self) -> Change:
        """Return the whole change."""
        self._take_profile()
        self._take_notes()
        self._take_questions()
        self._take_corrections()
        self._letter()
        self._take_names()
        self._keep_in_touch()
        self._wish_answers()
        self._answer()
        interview = self._written()
        return Change(
            mail_id=self._reply.mail_id,
            outcome=REPLIED,
            at=self._now,
            interview=interview,
            read=self._read if interview else None,
            made=tuple(self._made),
            withdrawn=tuple(self._withdrawn),
            participants=self._named_addresses(),
            user_id=self._user.id,
            user=self._user if self._user != self._reply.user else None,
        )

    def _take_profile(self) -> None:
        said = self._reply.profile
        if said:
            self._user = profiled(self._user, said)
            self._done.append((Done.PROFILE, ""))
            self._done += [(Done.PROFILE_UNREAD, line) for line in said.unread]
        if self._reply.keeps_in_touch:
            self._user = dataclasses.replace(self._user, keeps_in_touch=True)
            self._done.append((Done.KEEPS_IN_TOUCH, ""))

    def _take_notes(self) -> None:
        """Keep what is no command: with the meeting, or, where none is known, with the user."""
        text = self._reply.notes.strip()
        if not text:
            return
        if self._interview is None:
            self._user, whole = with_text(self._user, text)
            self._done.append((Done.TEXT_KEPT if whole else Done.TEXT_CUT, ""))
            return
        read, answers = self._interview, self._reply.answers
        self._interview, whole = keep_notes(read, text, self._reply.debrief or Debrief(), answers)
        if answers:
            new = [question for question in answers if question not in read.answers]
            self._user = with_answers(self._user, new, first=not read.answers)
        if not whole:
            self._done.append((Done.TEXT_CUT, ""))

    def _letter(self) -> None:
        """Owe the letter anew from the notes, or say that they are kept; a letter that is owed by now says them."""
        interview = self._interview
        if interview is None or not self._reply.notes.strip():
            return
        if any(mail.kind is Kind.THANK_YOU and mail.due_at <= self._now for mail in self._made):
            return
        if self._is_letter_due(interview) and self._says_something_new(interview):
            self._rebuild_letter(interview)
        else:
            self._done.append((Done.NOTES_KEPT, ""))

    def _is_letter_due(self, interview: Interview) -> bool:
        """Tell whether the letter can be rebuilt: the talk has begun, took place, and nobody said that it left."""
        return (
            interview.state is InterviewState.PLANNED
            and interview.letter_sent_at is None
            and self._now >= interview.meeting.starts_at
        )

    def _says_something_new(self, interview: Interview) -> bool:
        """Tell whether the letter would say more than before; the first notes are answered with it in any case.

        The same letter again for every word of thanks would be a copy too many, and to a machine one for ever.
        """
        before = self._read
        return before is None or not before.notes or _for_the_letter(before) != _for_the_letter(interview)

    def _rebuild_letter(self, interview: Interview) -> None:
        """Owe the letter anew, now, in place of one that still waits."""
        self._withdraw(Kind.THANK_YOU)
        self._made = [mail for mail in self._made if mail.kind is not Kind.THANK_YOU]
        until = max(self._now, interview.meeting.ends_at) + ANSWER_KEEPS
        letter = of_interview(
            interview, Kind.THANK_YOU, self._now, until, self._now, {"again": "yes"}, ordinal=interview.edits + 1
        )
        self._owe(dataclasses.replace(letter, references=self._reply.references or letter.references))

    def _keep_in_touch(self) -> None:
        """Plan the two mails about keeping in touch anew: any word about a contact begins their time again."""
        interview, known = self._interview, self._reply.about
        if interview is None or known is None or interview.state is not InterviewState.PLANNED:
            return
        for kind in (Kind.REPORT_BACK, Kind.KEEP_IN_TOUCH):
            self._withdraw(kind)
        had = (State.SENDING, State.SENT)
        reported = any(d.kind is Kind.REPORT_BACK and d.state in had for d in known.deliveries)
        for mail in keep_in_touch_mails(interview, self._user, self._now, self._rules, reported=reported):
            self._owe(mail)

    def _take_questions(self) -> None:
        reply, interview = self._reply, self._interview
        self._done += [(Done.NOT_SWAPPED, what) for what in reply.not_swapped]
        if interview is None or not (reply.swapped or reply.own_words):
            return
        own = {name: words[:LONGEST_OWN_WORDS] for name, words in reply.own_words.items()}
        if own:
            self._user = with_own_words(self._user, own)
        if self._now >= interview.meeting.ends_at or interview.state is not InterviewState.PLANNED:
            # No pack will come that another question could stand in.
            self._done += [(Done.OWN_WORDS, "")] if own else []
            self._done += [(Done.NOT_SWAPPED_NOW, "")] if reply.swapped else []
            return
        self._interview = dataclasses.replace(
            interview,
            swapped=tuple(dict.fromkeys((*interview.swapped, *reply.swapped))),
            own_words={**interview.own_words, **own},
        )
        self._pack_again()

    def _take_corrections(self) -> None:
        wrong, old = self._reply.corrections, self._interview
        if old is None or not wrong.is_any:
            return
        if wrong.cancelled:
            self._call_off(old)
            return
        contact = bounded_contact(wrong.contact) if wrong.contact else old.contact
        meeting = corrected_meeting(old.meeting, wrong, self._user)
        # A new date is a plan again; a name set right in a talk that is off changes nothing of that.
        state = InterviewState.PLANNED if wrong.moved else old.state
        self._interview = dataclasses.replace(old, contact=contact, meeting=meeting, state=state)
        self._done.append((Done.CORRECTED, ""))
        self._pack_again()

    def _pack_again(self) -> None:
        """Make what is owed anew, as a new revision: the pack with what changed, and what was due moves along."""
        interview, known = self._interview, self._reply.about
        if interview is None or known is None or self._read is None or interview.state is not InterviewState.PLANNED:
            return
        told = self._read.pack_went_out or pack_left(known)
        moved = told and not looks_the_same(self._read.meeting, interview.meeting)
        if interview.revision == self._read.revision:
            interview = dataclasses.replace(interview, revision=interview.revision + 1, pack_went_out=told)
        self._interview = interview
        # What an earlier part of the same reply owed is of this revision's making, and owed again below.
        self._made = [mail for mail in self._made if mail.interview_id is None]
        for delivery in open_deliveries(known):
            self._withdraw_one(delivery)
        facts = what_was(self._read) if moved else {"again": "yes"} if told else {}
        first = Kind.CHANGED if moved else Kind.PREP_PACK
        sent = interview.letter_sent_at is not None
        for mail in owed_by(interview, first, facts, self._now, self._rules, self._user):
            if mail.kind is not Kind.ALREADY_OVER and not (sent and mail.kind in _LETTERS):
                self._owe(mail)
        self._keep_referrer_note()

    def _keep_referrer_note(self) -> None:
        """Owe again the note to the referrer that waited, where the talk is over for too long to owe it anew."""
        interview = self._interview
        waited = [mail for mail in self._withdrawn if mail.kind is Kind.REFERRER_NOTE]
        if interview is None or not waited or any(mail.kind is Kind.REFERRER_NOTE for mail in self._made):
            return
        old = waited[0]
        self._owe(of_interview(interview, old.kind, old.due_at, old.expires_at, self._now, old.facts))

    @property
    def _rules(self) -> Rules:
        """The deployment's rules with the user's own hours, as this reply leaves them."""
        return rules_for(self._deployment, self._user.waking)

    def _call_off(self, old: Interview) -> None:
        known = self._reply.about
        if known is None or old.state is InterviewState.CANCELLED:
            self._done.append((Done.CORRECTED, ""))
            return
        off = dataclasses.replace(
            old,
            revision=old.revision + 1,
            state=InterviewState.CANCELLED,
            pack_went_out=old.pack_went_out or pack_left(known),
            updated_at=self._now,
        )
        self._interview = off
        self._made = [mail for mail in self._made if mail.interview_id is None]
        for delivery in open_deliveries(known):
            self._withdraw_one(delivery)
        self._owe(cancelled_mail(off, self._now, nothing_was_planned=False))

    def _take_names(self) -> None:
        """Keep whom the contact named, and draft the first words to each, and to whom the user wants to ask."""
        about = self._interview
        self._name_in_letter()
        for number, named in enumerate(self._reply.met[:MOST_NAMED]):
            self._user = with_referral(self._user, named, about.contact if about else None, self._now)
            facts = facts_of(named) | ({"referrer": name_of(about.contact)} if about else {})
            self._owe(self._answer_of(Kind.INTRODUCTION, facts, number))
            self._done.append((Done.MET, named.name))
        for number, named in enumerate(self._reply.ask[:MOST_NAMED]):
            self._owe(self._answer_of(Kind.REQUEST, facts_of(named), number))
            self._done.append((Done.ASKED, named.name))
        more = (*self._reply.met[MOST_NAMED:], *self._reply.ask[MOST_NAMED:])
        self._done += [(Done.TOO_MANY, named.name) for named in more]

    def _name_in_letter(self) -> None:
        """Let the letter say whom the contact named, also where a command said it and not the notes."""
        interview, met = self._interview, self._reply.met[:MOST_NAMED]
        if interview is None or not met:
            return
        debrief = interview.debrief or Debrief()
        named = tuple(dict.fromkeys((*debrief.named, *(one.name[:MAX_NAME] for one in met))))
        self._interview = dataclasses.replace(interview, debrief=dataclasses.replace(debrief, named=named))

    def _wish_answers(self) -> None:
        for want in dict.fromkeys(self._reply.wants):
            self._owe(self._answer_of(_KINDS[want], {}))
        for number, (address, code) in enumerate(self._reply.also[:MOST_NAMED]):
            self._owe(self._answer_of(Kind.ADDRESS_CODE, {"name": address, "code": code}, number))
        self._done += [(Done.TOO_MANY, address) for address, _ in self._reply.also[MOST_NAMED:]]

    def _answer(self) -> None:
        """Say what was done, unless a mail that leaves now says so itself."""
        self._done += [(Done.WHICH_MEETING, words) for words in self._reply.needs_meeting]
        self._done += [(Done.NOT_UNDERSTOOD, line) for line in self._reply.unclear]
        self._done += [(Done.IN_DOUBT, line) for line in self._reply.in_doubt]
        speaks = self._confirmed or any(mail.due_at <= self._now for mail in self._made)
        silent = _SAID_BY_A_MAIL | (_SAID_BY_A_WORD if self._confirmed else set())
        to_say = [(done, text) for done, text in self._done if not (speaks and done in silent)]
        if to_say:
            told = json.dumps([[str(done), text[:MAX_NAME]] for done, text in to_say[:MOST_SAID]], ensure_ascii=False)
            self._owe(self._answer_of(Kind.NOTED, {"did": told}, 1 if self._confirmed else 0))
        elif not speaks:
            self._owe(self._answer_of(Kind.HELP, {}))

    def _answer_of(self, kind: Kind, facts: dict[str, str], ordinal: int = 0) -> Delivery:
        reply = self._reply
        answer = answer_to_mail(
            reply.mail_id, self._user.id, reply.recipient, kind, self._now, facts, reply.references, ordinal=ordinal
        )
        return dataclasses.replace(answer, about=self._interview.id) if self._interview else answer

    def _owe(self, delivery: Delivery) -> None:
        self._made.append(delivery)

    def _withdraw(self, kind: Kind) -> None:
        deliveries = self._reply.about.deliveries if self._reply.about else ()
        for delivery in deliveries:
            if delivery.kind is kind and delivery.state is State.PENDING:
                self._withdraw_one(delivery)

    def _withdraw_one(self, delivery: Delivery) -> None:
        if delivery not in self._withdrawn:
            self._withdrawn.append(delivery)

    def _written(self) -> Interview | None:
        """Return the interview to write, with what it owes now; None where the reply did not touch it."""
        interview, read = self._interview, self._read
        if interview is None or read is None:
            return None
        of_it = [mail.id for mail in self._made if mail.interview_id]
        if interview == read and not of_it and not self._withdrawn:
            return None
        same = interview.revision == read.revision
        kept = [delivery.id for delivery in self._standing() if same or delivery.kind in _REMEMBERED]
        return dataclasses.replace(interview, owed=(*kept, *of_it), updated_at=self._now)

    def _standing(self) -> list[Delivery]:
        """List what the interview still names: what waits, and what tells later what the user has had."""
        deliveries = self._reply.about.deliveries if self._reply.about else ()
        gone = {delivery.id for delivery in self._withdrawn}
        return [
            delivery
            for delivery in deliveries
            if delivery.id not in gone and (delivery.state in _OPEN or delivery.kind in _REMEMBERED | _TELLING)
        ]

    def _named_addresses(self) -> tuple[str, ...]:
        """List who is never to be written to: everybody whom the reply names."""
        wrong = self._reply.corrections.contact
        named = (*self._reply.met[:MOST_NAMED], *self._reply.ask[:MOST_NAMED])
        emails = [*(one.email for one in named), wrong.email if wrong else None]
        own = {self._reply.recipient.lower(), self._user.address.lower()}
        return tuple(dict.fromkeys(email.lower() for email in emails if email and email.lower() not in own))


_OPEN = frozenset({State.PENDING, State.SENDING})
_TELLING = frozenset({Kind.PREP_PACK, Kind.CHANGED})
_REMEMBERED = frozenset({Kind.REPORT_BACK})
_SAID_BY_A_MAIL = frozenset({Done.MET, Done.ASKED, Done.CORRECTED})
_SAID_BY_A_WORD = frozenset({Done.NOTES_KEPT, Done.TEXT_KEPT})


def _for_the_letter(interview: Interview) -> tuple[tuple[str, ...], ...]:
    """Return what of the notes a letter can say."""
    debrief = interview.debrief or Debrief()
    return (debrief.learned, debrief.use, debrief.named, debrief.promised)
