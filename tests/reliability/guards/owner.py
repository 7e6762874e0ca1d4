"""Guards of whom a mail goes to, and of what is written in it."""

from __future__ import annotations

from tests.reliability.guards.guard import Guard

SEND = "tests/unit/steps/test_send.py"
GATE = "tests/unit/inbox/test_gate.py"
MAILER = "tests/unit/adapters/test_ses_mailer.py"
RECEIVE = "tests/unit/steps/test_receive.py"

OWNER = (
    Guard(
        "DMARC, or SPF or DKIM where there is no policy",
        "shared/inbox/gate.py",
        "    if notice.dmarc is not Verdict.PASS and not without_policy:\n",
        "    if False:\n",
        (f"{GATE}::test_nobody_is_accepted_whose_domain_is_not_proven[own-none]",),
    ),
    Guard(
        "the From that SES judged is the From that we read",
        "shared/inbox/gate.py",
        "    if results.header_from != domain:\n",
        "    if False:\n",
        (f"{GATE}::test_nobody_is_accepted_whose_domain_is_not_proven[own-none]",),
    ),
    Guard(
        "the Sender beside another From is proven by its own domain",
        "shared/inbox/gate.py",
        "    if not (by_spf or by_dkim):\n",
        "    if False:\n",
        (f"{GATE}::test_nobody_is_accepted_whose_domain_is_not_proven[a stranger-robin]",),
    ),
    Guard(
        "in an Exchange forward the user is the Sender",
        "shared/inbox/gate.py",
        "        if sender.email != author.email:\n",
        "        if False:\n",
        (f"{GATE}::test_in_an_exchange_forward_within_one_domain_the_sender_is_the_user",),
    ),
    Guard(
        "a virus verdict other than PASS stops everything",
        "shared/inbox/gate.py",
        "    if notice.virus is not Verdict.PASS:\n",
        "    if False:\n",
        (f"{GATE}::test_without_a_clean_virus_verdict_nothing_is_read",),
    ),
    Guard(
        "one From",
        "shared/inbox/gate.py",
        "if len(values) != 1 or len(values[0])",
        "if not values or len(values[0])",
        (f"{GATE}::test_a_field_that_stands_twice_is_refused",),
    ),
    Guard(
        "one plain mailbox",
        "shared/inbox/gate.py",
        "_MAILBOX.fullmatch(values[0])",
        "_MAILBOX.match(values[0])",
        (f"{GATE}::test_a_from_that_is_not_one_plain_mailbox_is_refused",),
    ),
    Guard(
        "no quoted address beside a bracket",
        "shared/inbox/gate.py",
        "[^{_SPECIALS}\\[\\]]++",
        "[^{_SPECIALS}]++",
        (f"{GATE}::test_a_from_that_is_not_one_plain_mailbox_is_refused",),
    ),
    Guard(
        "only the block that SES put on top",
        "shared/inbox/gate.py",
        "            if not _is_line_of_ses(notice, value):\n",
        "            if False:\n",
        (f"{GATE}::test_results_that_ses_did_not_write_there_prove_nothing",),
    ),
    Guard(
        "Auto-Submitted",
        "shared/inbox/gate.py",
        'if submitted - {"no"} or any(',
        "if any(",
        (f"{GATE}::test_a_machines_mail_is_refused_by_name",),
    ),
    Guard(
        "the empty envelope sender",
        "shared/inbox/gate.py",
        "if not notice.envelope_sender or local_part in",
        "if local_part in",
        (f"{GATE}::test_the_null_sender_and_the_senders_of_bounces_are_refused",),
    ),
    Guard(
        "our own mails",
        "shared/inbox/gate.py",
        "    if author.email in own_addresses:\n",
        "    if False:\n",
        (f"{GATE}::test_our_own_mail_is_never_answered",),
    ),
    Guard(
        "a mail that names us neither in To nor in Cc",
        "shared/steps/receive.py",
        "            raise RedirectedInvite(",
        "            RedirectedInvite(",
        (f"{RECEIVE}::test_nothing_goes_to_a_contact_of_an_allowed_domain_whose_mail_was_redirected",),
    ),
    Guard(
        "no note to who takes part in a meeting",
        "shared/steps/receive.py",
        "            or self.records.is_participant(address)\n",
        "",
        (f"{RECEIVE}::test_no_note_goes_to_a_contact_of_a_stored_interview",),
    ),
    Guard(
        "no mail to the contact",
        "shared/steps/send.py",
        "        if delivery.recipient.lower() in {",
        "        if not delivery.recipient.lower() and {",
        (f"{SEND}::test_no_mail_goes_to_an_address_that_is_the_contacts",),
    ),
    Guard(
        "one recipient",
        "shared/adapters/ses_mailer.py",
        'Destination={"ToAddresses": [mail.recipient]}',
        'Destination={"ToAddresses": [mail.recipient, self._from]}',
        (f"{MAILER}::test_a_mail_goes_to_one_recipient_with_the_tags_that_lead_back_to_it",),
    ),
    Guard(
        "the subject is one plain line",
        "shared/adapters/ses_mailer.py",
        "plain(mail.subject, MAX_SUBJECT)",
        "mail.subject",
        (f"{MAILER}::test_no_subject_adds_a_header_or_breaks_a_line",),
    ),
    Guard(
        "a Message-ID that could break our header is left out",
        "shared/adapters/ses_mailer.py",
        "for reference in mail.references if is_message_id(reference)]",
        "for reference in mail.references]",
        (f"{MAILER}::test_no_message_id_adds_a_header",),
    ),
    Guard(
        "controls and bidi marks are stripped",
        "shared/domain/plain.py",
        "unicodedata.category(char) not in _UNSAFE)",
        "char)",
        ("tests/unit/domain/test_plain.py::test_plain_text_is_one_short_line_without_hidden_characters",),
    ),
    Guard(
        "links only to the list of hosts",
        "shared/domain/links.py",
        'parts.scheme == "https" and parts.hostname in KNOWN_HOSTS',
        'parts.scheme == "https"',
        ("tests/unit/domain/test_links.py::test_only_https_to_the_list_and_mailto_are_known",),
    ),
    Guard(
        "what a stranger wrote is escaped",
        "shared/adapters/jinja_pages.py",
        "autoescape=_escapes,",
        "autoescape=False,",
        ("tests/unit/adapters/test_jinja_escaping.py",),
    ),
)
