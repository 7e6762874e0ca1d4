"""Meetings as Hypothesis draws them, and the shipped content, for the tests of the mails."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from functools import cache

from hypothesis import strategies as st

from shared.adapters.toml_content import load
from shared.domain.contact import Confidence, Contact
from shared.domain.content import Content
from shared.domain.interview import Interview, Meeting
from shared.domain.invite import Person, ZoneSource
from shared.domain.subject import subject_of
from tests.builders import a_user, an_interview

ZONES = (
    "America/Los_Angeles",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Pacific/Apia",
    "Etc/GMT+5",
    "UTC",
)


@cache
def content() -> Content:
    """Return the shipped content."""
    return load()


# Every kind of character that a stranger may write, line breaks, controls and markup included.
words = st.text(max_size=400) | st.sampled_from(
    (
        "Coffee chat: Priya / Robin",
        "<script>alert(1)</script> & more",
        "Join https://evil.example/x?y=1 www.evil.example evil.example/path javascript:alert(1)",
        "{{ 7 * 7 }} {field} {company} %s [blank]",
        "\u202eabc\u2066def =?utf-8?q?x?=\r\nBcc: a@b.example",
    )
)
names = (
    st.none()
    | words
    | st.sampled_from(("Priya Nair", "Nair, Priya (Product)", "山田太郎", "فاطمة الزهراء", "O'Brien, Kate"))
)
emails = st.none() | st.sampled_from(
    ("priya@harbor.example", "dean@lakeside.edu", "o'brien+x@city.gov", "名@例.example")
)
people = st.builds(Person, names, emails)
contacts = st.none() | st.builds(
    Contact,
    name=names,
    email=emails,
    company=st.none() | words | st.sampled_from(("Harbor Health", "City of Fairhaven", "North Sound Food Bank")),
    confidence=st.sampled_from(Confidence),
    evidence=st.lists(words, max_size=3).map(tuple),
    job_title=st.none() | words | st.just("Nurse Manager"),
    others=st.lists(people, max_size=9).map(tuple),
)
starts = st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 31)).map(  # noqa: DTZ001 - made aware below
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)
lengths = st.integers(1, 300) | st.sampled_from((15, 20, 30, 45, 60, 90, 24 * 60))


@st.composite
def meetings(draw: st.DrawFn) -> Meeting:
    """Draw a meeting as the reader may leave it."""
    starts_at = draw(starts)
    return Meeting(
        title=draw(words),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=draw(lengths)),
        zone=draw(st.sampled_from(ZONES)),
        zone_source=draw(st.sampled_from(ZoneSource)),
        invite_zone=draw(st.none() | st.sampled_from(ZONES)),
        all_day=draw(st.booleans()),
        length_assumed=draw(st.booleans()),
        recurring=draw(st.booleans()),
        location=draw(st.none() | words),
        conference=draw(st.sampled_from((None, "Google Meet", "a video call"))),
        description=draw(st.none() | words),
    )


@st.composite
def interviews(draw: st.DrawFn) -> Interview:
    """Draw an interview with its contact."""
    meeting, contact = draw(meetings()), draw(contacts)
    return an_interview(
        meeting=meeting,
        contact=contact,
        subject=subject_of(meeting, contact, content().language),
        evidence=tuple(draw(st.lists(words, max_size=2))),
    )


users = names.map(lambda name: dataclasses.replace(a_user(), name=name))
