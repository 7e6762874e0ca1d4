"""SES reports what became of a mail of ours."""

from __future__ import annotations

import dataclasses

from shared.domain.delivery import Fate, Feedback, State
from shared.domain.ports import Records

# After these the address is not written to any more: SES reviews accounts that go on.
REFUSED = frozenset({Fate.BOUNCED, Fate.COMPLAINED})


@dataclasses.dataclass(frozen=True, slots=True)
class RecordFeedback:
    """One use case: keep what SES reports, in whatever order and however often it comes."""

    records: Records

    def __call__(self, feedback: Feedback) -> str:
        """Note the report; any report at all proves that the mail left, so it also confirms a lost answer."""
        delivery = self.records.note_fate(feedback)
        if delivery is None:
            return "unknown_delivery"
        if delivery.state is not State.SENT:
            self.records.confirm(delivery, feedback.ses_message_id, feedback.at)
        if feedback.fate in REFUSED:
            self.records.refuse_mail(feedback.ref.user_id, feedback.fate)
        return feedback.fate
