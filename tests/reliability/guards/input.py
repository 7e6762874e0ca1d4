"""Guards of reading whatever a stranger sends."""

from __future__ import annotations

from tests.reliability.guards.guard import Guard

CAPS = "tests/unit/inbox/test_caps.py"
TIMES = "tests/unit/inbox/test_times.py"

INPUT = (
    Guard(
        "a calendar has at most 1 MB",
        "shared/inbox/calendar/content_lines.py",
        "    if len(text) > limits.CALENDAR_BYTES:\n",
        "    if False:\n",
        ("tests/unit/inbox/calendar/test_content_lines.py",),
    ),
    Guard(
        "a calendar has at most 200 events and 1,000 attendees",
        "shared/inbox/calendar/content_lines.py",
        "if events > limits.EVENTS or attendees > limits.ATTENDEES:",
        "if False:",
        (f"{CAPS}::test_a_calendar_beyond_a_cap_is_refused_by_name",),
    ),
    Guard(
        "a calendar nests at most 8 deep",
        "shared/inbox/calendar/content_lines.py",
        "            if len(stack) > limits.COMPONENT_DEPTH:\n",
        "            if False:\n",
        ("tests/unit/inbox/calendar/test_content_lines.py",),
    ),
    Guard(
        "multiparts nest at most 20 deep",
        "shared/inbox/mime/splitting.py",
        " or depth > limits.MULTIPART_DEPTH:",
        ":",
        ("tests/unit/inbox/mime/test_splitting.py",),
    ),
    Guard(
        "messages nest at most 3 deep",
        "shared/inbox/mime/splitting.py",
        "            if nested < limits.MESSAGE_DEPTH:\n",
        "            if True:\n",
        ("tests/unit/inbox/mime/test_splitting.py",),
    ),
    Guard(
        "a mail has at most 1,000 parts",
        "shared/inbox/mime/splitting.py",
        "if self._entities > limits.PARTS or depth",
        "if depth",
        ("tests/unit/inbox/mime/test_splitting.py",),
    ),
    Guard(
        "a date that cannot be meant is none",
        "shared/inbox/calendar/events.py",
        "    if local.year not in limits.YEARS:\n",
        "    if False:\n",
        (TIMES,),
    ),
    Guard(
        "a day that ends before it begins has no end",
        "shared/inbox/calendar/events.py",
        "if end is not None and (end < start or",
        "if end is not None and (",
        (TIMES,),
    ),
    Guard(
        "an end before its start is none",
        "shared/inbox/calendar/events.py",
        "return end if end is not None and end.astimezone(UTC) >= start.at.astimezone(UTC) else None",
        "return end",
        (TIMES,),
    ),
    Guard(
        "where a name and a definition differ by more than daylight saving, the definition counts",
        "shared/inbox/calendar/zones.py",
        "if defined is None or definition is None or _same_family(definition, info, local):",
        "if True:",
        ("tests/unit/inbox/calendar/test_zones.py",),
    ),
    Guard(
        "a stale definition yields to the name",
        "shared/inbox/calendar/zones.py",
        "if defined is None or definition is None or _same_family(definition, info, local):",
        "if defined is None or definition is None:",
        ("tests/unit/inbox/calendar/test_zones.py",),
    ),
    Guard(
        "an offset in the value itself counts before any zone",
        "shared/inbox/calendar/zones.py",
        "        if stamp.offset is not None:\n",
        "        if False:\n",
        (TIMES,),
    ),
    Guard(
        "a zone is looked up in a list and nowhere else",
        "shared/inbox/calendar/zone_names.py",
        "    listed = _iana().get(name.lower())\n",
        "    listed = name\n",
        ("tests/unit/inbox/calendar/test_zone_names.py",),
    ),
    Guard(
        "no definition outlives its mail",
        "shared/inbox/calendar/zones.py",
        "        self._components: dict[str, Component] = {}\n",
        "        self._components: dict[str, Component] = standard_and_other.__dict__\n",
        ("tests/unit/inbox/test_isolation.py::test_a_custom_zone_of_one_mail_is_not_the_next_mails",),
    ),
)
