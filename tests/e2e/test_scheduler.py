"""The last of the tests: by now Scheduler has had the minutes that it needs."""

from __future__ import annotations

from tests.e2e.mails import CONTACT, Invite
from tests.e2e.progress import wait_for
from tests.e2e.recorder import Recorder
from tests.e2e.scenes import state
from tests.e2e.stack import Stack


def test_the_schedule_fires_and_the_draft_is_sent_once(stack: Stack, recorder: Recorder, nearly_over: Invite) -> None:
    ada = nearly_over.user
    (draft,) = wait_for("Scheduler to send the thank-you draft", lambda: recorder.to(ada, "thank_you"), 330)
    assert draft.to == (ada,)
    wait_for("the draft to be confirmed", lambda: state(stack, ada, "thank_you") == ["sent"])
    wait_for(
        "its schedule to be gone",
        lambda: not {row["id"] for row in stack.deliveries(ada, "thank_you")} & set(stack.schedules()),
    )
    assert len(recorder.to(ada, "thank_you")) == 1
    assert stack.waiting_in("FailureQueue") == 0


def test_nothing_was_sent_to_the_contact(recorder: Recorder) -> None:
    assert recorder.to(CONTACT) == []
