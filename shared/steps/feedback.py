"""SES reports what became of a mail of ours."""

from __future__ import annotations

import dataclasses

from shared.domain.delivery import Feedback, State
from shared.domain.ports import Records


@dataclasses.dataclass(frozen=True, slots=True)
class RecordFeedback:
    """One use case: keep what SES reports, in whatever order and however often it comes."""

    records: Records

    def __call__(self, feedback: Feedback) -> str:
        """Note the report; any report at all proves that the mail left, so it also confirms a lost answer."""
        delivery = self.records.delivery(feedback.ref)
        if delivery is None:
            return "unknown_delivery"
        if delivery.state is not State.SENT:
            self.records.confirm(delivery, feedback.ses_message_id, feedback.at)
        self.records.note_fate(feedback)
        return feedback.fate
