"""The tree of what can go wrong.

ForewordError
├── Refusal                 a mail that gets no answer, or not the one hoped for: logged by name, counted, done
│   ├── MailGone            the raw mail is no longer in the bucket
│   ├── Infected            SES's virus verdict
│   ├── OwnMail             we wrote it
│   ├── Looping             it has passed through too many servers
│   ├── Bounce              a delivery report, or a mail with the null sender
│   ├── AutomaticReply      an out-of-office or another machine's answer
│   ├── ListMail            a mailing list's or a bulk sender's
│   ├── DoubtfulOriginator  From or Sender is missing, repeated or ambiguous
│   ├── UnprovenSender      SES's verdicts do not prove who wrote it
│   ├── RedirectedInvite    written to somebody else, and passed on unchanged
│   ├── ErasedSender        their records were erased after the mail came
│   └── UnknownSender       proven, but not on AllowedSenders
├── Fault                   the infrastructure failed: raised, so that the queue or the sweep tries again
│   ├── Conflict            another writer was first: read again and redo
│   ├── RecordsFault        DynamoDB did not answer as it should
│   ├── MailboxFault        S3 did not
│   ├── NoticesLost         mails lie in the bucket that no notice told us of
│   ├── SchedulesFault      EventBridge Scheduler did not
│   └── MailerFault         SES did not
│       ├── NotAccepted     certain: the mail was not taken now, and may be offered again
│       ├── MailRejected    certain: this mail will never be taken
│       └── AnswerLost      uncertain: the mail may have left
├── SettingsError           an environment variable is missing or malformed (the deployer mends it)
└── ContentError            an entry in shared/content is malformed (the editor mends it)
"""

from __future__ import annotations


class ForewordError(Exception):
    """The root of every error that Foreword raises by itself."""


class Refusal(ForewordError):
    """A mail that is not answered as its sender hoped. `name` is what the log and the counter say."""

    name = "refused"


class MailGone(Refusal):
    """The raw mail is no longer in the bucket: its 30 days are over, or it was erased."""

    name = "mail_gone"


class Infected(Refusal):
    """SES found a virus; nothing of the mail is read."""

    name = "infected"


class OwnMail(Refusal):
    """Our own mail came back to us."""

    name = "own_mail"


class Looping(Refusal):
    """More Received lines than a mail between people has."""

    name = "looping"


class Bounce(Refusal):
    """A delivery report, or any mail whose envelope sender is null (RFC 5321, 4.5.5)."""

    name = "bounce"


class AutomaticReply(Refusal):
    """Auto-Submitted, or one of the older marks of a machine's answer (RFC 3834, 2)."""

    name = "automatic_reply"


class ListMail(Refusal):
    """Mail of a list or a bulk sender (RFC 2919, RFC 2369)."""

    name = "list_mail"


class DoubtfulOriginator(Refusal):
    """The originator fields (RFC 5322, 3.6.2) do not name exactly one address beyond doubt."""

    name = "doubtful_originator"


class UnprovenSender(Refusal):
    """SES's verdicts do not prove that the mail is from whom it claims. Silence, always."""

    name = "unproven_sender"


class RedirectedInvite(Refusal):
    """A mail that names us neither in To nor in Cc, as a redirected invite: an answer would go to its organizer."""

    name = "redirected_invite"


class ErasedSender(Refusal):
    """A mail that was still on its way when its sender's records were erased brings nothing back."""

    name = "erased_sender"


class UnknownSender(Refusal):
    """A proven sender who is not on AllowedSenders. `address` may get one short note in 30 days."""

    name = "unknown_sender"

    def __init__(self, address: str) -> None:
        super().__init__("a proven sender who is not on the list")
        self.address = address


class Fault(ForewordError):
    """The infrastructure failed. Raised, so that whatever called us tries again."""


class Conflict(Fault):
    """A condition of the transaction did not hold, since another writer was first."""


class RecordsFault(Fault):
    """DynamoDB did not answer as it should."""


class MailboxFault(Fault):
    """S3 did not answer as it should."""


class NoticesLost(Fault):
    """Mails lie in the bucket without an outcome. Raised by the audit, so that its failure destination alarms."""


class SchedulesFault(Fault):
    """EventBridge Scheduler did not answer as it should."""


class MailerFault(Fault):
    """SES did not answer as it should."""


class NotAccepted(MailerFault):
    """SES said for certain that it did not take the mail this time."""


class MailRejected(MailerFault):
    """SES said for certain that it will never take this mail."""


class AnswerLost(MailerFault):
    """The call ended without an answer: the mail may have left or not."""


class SettingsError(ForewordError):
    """An environment variable is missing or malformed; the message names it in one line."""


class ContentError(ForewordError):
    """An entry in shared/content is malformed; the message names the file and the entry."""
