"""Raw bytes of a mail in, an Invite or a named refusal out. Knows MIME and iCalendar, never AWS."""
