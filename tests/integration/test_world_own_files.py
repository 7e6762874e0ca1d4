"""Our own files that come back to us."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

from local.forwarding import over_smtp
from local.ses import arrival
from local.world import OWN_ADDRESS
from tests.integration.conftest import JORDAN, SAMPLE, Stage


def test_a_pack_that_its_user_forwards_is_no_invite_to_the_time_for_preparing(stage: Stage) -> None:
    stage.receive(SAMPLE)
    pack = email.message_from_bytes(stage.world.sent[0].raw, policy=email.policy.default)
    (file,) = pack.iter_attachments()
    forward = EmailMessage()
    forward["From"], forward["To"], forward["Subject"] = JORDAN, OWN_ADDRESS, "Fwd: Your talk with Priya Nair"
    body = pack.get_body(("plain",))
    assert body is not None
    forward.set_content("---------- Forwarded message ---------\n\n" + body.get_content())
    forward.add_attachment(file.get_payload(decode=True), "text", "calendar", filename="foreword.ics")
    receipt = stage.world.receive(arrival(over_smtp(forward.as_bytes()), OWN_ADDRESS, {}))
    assert receipt.outcome == "could_not_read"
