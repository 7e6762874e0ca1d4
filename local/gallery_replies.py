"""What talking by reply adds to the gallery: a user with a past, notes, names, lists, and each kind of answer."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from local.gallery_cases import USER, Case, pacific
from shared.domain.debrief import Debrief
from shared.domain.delivery import Delivery, Kind
from shared.domain.done import Done
from shared.domain.holdings import Holdings
from shared.domain.interview import Interview, User
from shared.domain.referral import Referral

NOW = pacific(2026, 11, 10, 9, 0)
# A user who has told all that can be told, and has talked to three people in the field.
TOLD = dataclasses.replace(
    USER,
    field="public health nursing",
    strengths=(
        "calm when it gets busy",
        "explaining things plainly",
        "spreadsheets: I rebuilt the rota of a shelter with forty volunteers",
    ),
    tone="warm",
    keeps_in_touch=True,
    own_words={"enjoy-most": "When do you come home glad that you went in?"},
    answers={"ordinary-day": "3", "enjoy-least": "2", "competitive": "2", "changes": "1"},
    talks_noted=3,
)
ASKED_BEFORE = ("story", "ordinary-day", "enjoy-most", "competitive", "advice")
NOTES = Debrief(
    learned=("half of the week goes into handovers that nobody plans for",),
    use=("take the statistics course before I apply anywhere",),
    named=("Ruth Adeyemi", "Tom Baker"),
    promised=("send you the article on night shifts by Friday",),
    remembered=("we both grew up on boats",),
    interested=True,
)
# Notes that speak of the contact, that are too long, and that leave a blank open.
AWKWARD = Debrief(
    learned=("she would not do it again without a second person who can take over on the days that go wrong",),
    use=("ask at both of the bay clinics who does nights there and " * 2 + "then see if I can sit in for a day",),
    promised=("send her the article",),
    other=("The coffee was good.",),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Owed:
    """One mail of the gallery before it is written: `name` is that of its files."""

    name: str
    case: str
    delivery: Delivery
    interview: Interview | None
    user: User
    now: datetime
    holdings: Holdings = dataclasses.field(default_factory=Holdings)


def with_a_past(case: Case, interview: Interview) -> Iterator[Owed]:
    """Yield what a meeting can owe to a user who answers the mails, beside the mails that every user gets."""
    meeting, contact = interview.meeting, interview.contact
    user = dataclasses.replace(TOLD, name=case.user.name)
    before, after = meeting.starts_at - timedelta(days=2), meeting.ends_at + timedelta(days=1, hours=2)
    again = dataclasses.replace(interview, met_before=contact is not None, asked=ASKED_BEFORE, swapped=("who-with",))
    noted = dataclasses.replace(interview, debrief=NOTES, notes=("Lots of handovers.",), revision=2)

    def owed(part: str, kind: Kind, about: Interview, at: datetime, **facts: str) -> Owed:
        delivery = dataclasses.replace(a_delivery(kind, at, **facts), interview_id=about.id, revision=about.revision)
        return Owed(f"{case.name}-{part}{kind}", case.name, delivery, about, user, at)

    yield owed("met-before-", Kind.PREP_PACK, again, before)
    if not meeting.all_day:
        yield owed("", Kind.REMINDER, interview, meeting.starts_at - timedelta(hours=2))
    yield owed("from-notes-", Kind.THANK_YOU, noted, meeting.ends_at + timedelta(hours=3), again="yes")
    named = (contact and contact.name) or "Alex Kim"
    told = {"referrer": "Ruth Adeyemi", "email": "ruth.adeyemi@harborhealth.example", "name": named}
    yield owed("", Kind.REFERRER_NOTE, noted, after, **told)
    yield owed("", Kind.REPORT_BACK, noted, meeting.ends_at + timedelta(days=21))
    yield owed("", Kind.KEEP_IN_TOUCH, noted, meeting.ends_at + timedelta(days=143))


def first_contact(case: Case, interview: Interview) -> Iterator[Owed]:
    """Yield the pack of a newcomer, who is asked for a profile, and one that comes again corrected."""
    before = interview.meeting.starts_at - timedelta(days=2)
    for part, fact in (("newcomer", "ask_profile"), ("corrected", "again")):
        delivery = a_delivery(Kind.PREP_PACK, before, **{fact: "yes"})
        yield Owed(f"{case.name}-{part}-prep_pack", case.name, delivery, interview, case.user, before)


def awkward_notes(case: Case, interview: Interview) -> Iterator[Owed]:
    """Yield a letter of which only a part could be filled, and the note to a referrer without a name or a note."""
    at = interview.meeting.ends_at + timedelta(hours=3)
    noted = dataclasses.replace(interview, debrief=AWKWARD, notes=("She said a lot.",))
    letter = a_delivery(Kind.THANK_YOU, at, again="yes")
    yield Owed(f"{case.name}-awkward-notes-thank_you", case.name, letter, noted, case.user, at)
    nobody = a_delivery(Kind.REFERRER_NOTE, at, referrer="Ruth Adeyemi")
    yield Owed(f"{case.name}-no-notes-referrer_note", case.name, nobody, interview, case.user, at)
    quiet = dataclasses.replace(interview, debrief=Debrief(named=("Ruth Adeyemi",), interested=True))
    yield Owed(f"{case.name}-one-note-report_back", case.name, a_delivery(Kind.REPORT_BACK, at), quiet, case.user, at)


def alone(recorded: tuple[Interview, ...]) -> Iterator[Owed]:
    """Yield each answer to a reply that belongs to no meeting's plan; `recorded` are the meetings of the gallery."""
    for about, delivery, user in _letters():
        yield Owed(f"{delivery.kind}-{about}", about, delivery, None, user, NOW)
    for about, held, user in _held(recorded):
        kinds = (Kind.LIST, Kind.COMPARE) if about != "endless" else (Kind.LIST,)
        for kind in kinds:
            yield Owed(f"{kind}-{about}", about, a_delivery(kind, NOW), None, user, NOW, held)
        if about == "typical":
            yield Owed("export", about, a_delivery(Kind.EXPORT, NOW), None, user, NOW, held)
    for kind in (Kind.HELP, Kind.ERASE_ASKED, Kind.ERASED):
        yield Owed(f"{kind}", "", a_delivery(kind, NOW), None, USER, NOW)
    code = a_delivery(Kind.ADDRESS_CODE, NOW, name="jordan.lee@home.example", code="k7q2mxp4" * 6 + "abcd")
    yield Owed("address_code", "", code, None, USER, NOW)
    coffee = recorded[0]
    for about, did in _did().items():
        noted = dataclasses.replace(a_delivery(Kind.NOTED, NOW, did=json.dumps(did)), about=coffee.id)
        yield Owed(f"noted-{about}", about, noted, coffee, USER, NOW)


def _did() -> dict[str, list[tuple[Done, str]]]:
    """Name what replies can come to: one line, several, and every sentence that there is."""
    texts = {
        Done.NOT_SWAPPED: "swap 10",
        Done.MET: "Ruth Adeyemi",
        Done.ASKED: "Tom Baker",
        Done.TOO_MANY: "Grace Lindqvist",
        Done.PROFILE_UNREAD: "hours: whenever",
        Done.WHICH_MEETING: "sent",
        Done.NOT_UNDERSTOOD: "swap nine",
        Done.IN_DOUBT: "stop by on Friday",
        Done.LINKED: "jordan.lee@home.example",
        Done.NOT_LINKED: "jordan.lee@home.example",
    }
    several = (Done.NOTES_KEPT, Done.MET, Done.NOT_UNDERSTOOD)
    return {
        "one-line": [(Done.PROFILE, "")],
        "lines": [(done, texts.get(done, "")) for done in several],
        "every-line": [(done, texts.get(done, "")) for done in Done],
    }


def _letters() -> Iterator[tuple[str, Delivery, User]]:
    """Yield the drafts to people who were named and to people to ask: all known, little known, other scripts."""
    ruth = {"name": "Ruth Adeyemi", "email": "ruth.adeyemi@harborhealth.example", "company": "Harbor Health"}
    why = "she moved from the wards into public health and wrote about it"
    stranger = dataclasses.replace(USER, name=None)
    yield "known", a_delivery(Kind.INTRODUCTION, NOW, referrer="Priya Nair", **ruth), TOLD
    yield "name-alone", a_delivery(Kind.INTRODUCTION, NOW, name="Ruth"), stranger
    yield "right-to-left", a_delivery(Kind.INTRODUCTION, NOW, name="فاطمة الزهراء", referrer="山田太郎"), TOLD
    yield "known", a_delivery(Kind.REQUEST, NOW, why=why, **ruth), TOLD
    yield "name-alone", a_delivery(Kind.REQUEST, NOW, name="Ruth"), stranger
    yield "cjk", a_delivery(Kind.REQUEST, NOW, name="山田太郎", email="yamada@kaisha.example"), TOLD


def _held(recorded: tuple[Interview, ...]) -> Iterator[tuple[str, Holdings, User]]:
    """Yield what may be kept of a user: nothing, three talks of which one is to come, and more than a mail holds."""
    yield "empty", Holdings(), USER
    talks, mails = _three_talks(recorded)
    named = (
        Referral("Ruth Adeyemi", NOW, "ruth.adeyemi@harborhealth.example", "Harbor Health", by_name="Priya Nair"),
        Referral("Tom Baker", NOW, by_name="Priya Nair"),
    )
    unplaced = ("The advert closes on the 30th. Ask Dana whether she knows the team.",)
    user = dataclasses.replace(TOLD, referrals=named, unplaced=unplaced)
    yield "typical", Holdings(talks, mails), user
    many = tuple(
        dataclasses.replace(one, id=f"{one.id}-{again}", subject=f"{one.subject} ({again})")
        for again in range(4)
        for one in recorded
    )
    full = dataclasses.replace(
        user,
        referrals=tuple(Referral(f"Person Number {at} of a Long Evening", NOW) for at in range(40)),
        unplaced=tuple(f"Line {at}: " + "words that belonged to no talk, " * 9 for at in range(12)),
    )
    yield "endless", Holdings(many, is_all=False), full


def _three_talks(recorded: tuple[Interview, ...]) -> tuple[tuple[Interview, ...], tuple[Delivery, ...]]:
    """Put two talks with their answers in the past, and one with its mails before the reader."""
    coffee, nurse, founder = (_named(recorded, name) for name in ("coffee-30", "nurse-20", "founder-60"))
    said = (
        {
            "ordinary-day": "Meetings until noon, then whatever caught fire. Fridays are for writing.",
            "competitive": "Somebody who has talked to users, not only read about them.",
            "enjoy-least": "Status reports.",
        },
        {
            "ordinary-day": "Three huddles, then the floor; paperwork after four, and it never ends on time.",
            "competitive": "A year on a unit first. Nobody trusts a plan from somebody who has not done a night.",
            "hours": "Fifty, and the phone at the weekend.",
        },
    )
    past = [
        dataclasses.replace(
            one,
            answers=answers,
            meeting=dataclasses.replace(
                one.meeting, starts_at=one.meeting.starts_at - back, ends_at=one.meeting.ends_at - back
            ),
        )
        for one, answers, back in zip((coffee, nurse), said, (timedelta(days=7), timedelta(days=20)), strict=True)
    ]
    ends = founder.meeting.ends_at
    planned = {
        Kind.REMINDER: founder.meeting.starts_at - timedelta(hours=2),
        Kind.THANK_YOU: ends + timedelta(hours=1),
        Kind.THANK_YOU_NUDGE: ends + timedelta(hours=18),
    }
    owed = (
        dataclasses.replace(a_delivery(kind, at), id=f"{kind}-3", interview_id=founder.id)
        for kind, at in planned.items()
    )
    report = dataclasses.replace(
        a_delivery(Kind.REPORT_BACK, past[0].meeting.ends_at + timedelta(days=21)), id="report", interview_id=past[0].id
    )
    return (*past, founder), (*owed, report)


def _named(recorded: tuple[Interview, ...], name: str) -> Interview:
    return next(one for one in recorded if one.id == name)


def a_delivery(kind: Kind, due_at: datetime, **facts: str) -> Delivery:
    """Owe one mail of the gallery."""
    return Delivery(
        id=f"{kind}",
        user_id=USER.id,
        kind=kind,
        recipient=USER.address,
        due_at=due_at,
        expires_at=due_at + timedelta(days=1),
        created_at=due_at,
        facts=facts,
    )
