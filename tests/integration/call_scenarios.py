"""What can happen, played in the local world with every AWS call taken down: for counting what each thing costs."""

from __future__ import annotations

from collections.abc import Callable

from local.aws import Clients
from tests.call_counts import Calls
from tests.call_recorder import CallRecorder, RecordedWorld
from tests.integration.conftest import CANCELLED, JORDAN, MAILS, MOVED, SAMPLE, TUESDAY, Stage
from tests.integration.test_world_replies import answer, click_address
from tests.integration.test_world_story import ANA, write

SWEEP = {"sweep": True}
NOTES = "Learned: most product people there came from support\nQ1: she began in a call centre"


class Scene:
    """A Stage whose calls are counted from `begin` on; `before` may fill its table at that moment."""

    def __init__(self, clients: Clients, before: Callable[[Stage], None] = lambda _stage: None) -> None:
        self.stage = Stage(clients, TUESDAY, JORDAN)
        self.recorder: CallRecorder = RecordedWorld(self.stage.world, clients).recorder
        self._before = before

    def begin(self) -> Stage:
        """Count from here."""
        self._before(self.stage)
        self.recorder.forget()
        return self.stage


Scenario = Callable[[Scene], None]


def _new_user(scene: Scene) -> None:
    scene.begin().receive(SAMPLE)


def _known_user(scene: Scene) -> None:
    scene.stage.receive(SAMPLE)
    assert write(scene.begin(), "See below.", calendar=ANA).outcome == "interview_made"


def _same_again(scene: Scene) -> None:
    scene.stage.receive(SAMPLE)
    assert scene.begin().receive(SAMPLE).outcome == "same_invite_again"


def _same_mail_again(scene: Scene) -> None:
    scene.stage.receive(SAMPLE)
    (event,) = [event for function, event in scene.stage.world.invoked if function == "receive_email"]
    scene.begin().world.invoke("receive_email", event)


def _moved(scene: Scene) -> None:
    scene.stage.receive(SAMPLE)
    assert scene.begin().receive(MOVED).outcome == "interview_changed"


def _cancelled(scene: Scene) -> None:
    scene.stage.receive(SAMPLE)
    assert scene.begin().receive(CANCELLED).outcome == "interview_cancelled"


def _could_not_read(scene: Scene) -> None:
    scene.stage.receive(SAMPLE)
    assert scene.begin().receive(MAILS / "unreadable-calendar.eml").outcome == "could_not_read"


def _not_on_the_list(scene: Scene) -> None:
    scene.begin().receive(MAILS / "stranger-asks.eml")


def _reply_list(scene: Scene) -> None:
    scene.stage.receive(SAMPLE)
    assert answer(scene.begin(), "list").outcome == "reply_taken"


def _reply_with_notes(scene: Scene) -> None:
    scene.stage.receive(SAMPLE)
    scene.stage.until("2026-11-12T16:00-08:00")
    assert answer(scene.begin(), NOTES).outcome == "reply_taken"


def _letter_due(scene: Scene) -> None:
    scene.stage.receive(SAMPLE)
    scene.stage.until("2026-11-12T15:00-08:00")
    stage = scene.begin()
    stage.until("2026-11-12T15:31-08:00")
    assert [kind for kind, _, _ in stage.ledger()][-1] == "thank_you"


def _idle_sweep(scene: Scene) -> None:
    scene.begin().world.invoke("dispatch_deliveries", SWEEP)


def _sweep_of_one(scene: Scene) -> None:
    """A schedule that never fired: the sweep sends in its place."""
    scene.stage.receive(SAMPLE)
    world = scene.stage.world
    moment = world.next_event()
    assert moment is not None
    world.clock.advance_to(moment.replace(minute=moment.minute + 5))
    scene.begin()
    world.invoke("dispatch_deliveries", SWEEP)
    assert len(world.sent) == 2


def _bounce(scene: Scene) -> None:
    scene.stage.receive(SAMPLE)
    event = scene.stage.world.sent[0].event("Send")
    event["detail"]["eventType"] = "Bounce"
    event["detail"]["bounce"] = {"bounceType": "Permanent", "timestamp": event["detail"]["mail"]["timestamp"]}
    scene.begin().world.invoke("record_feedback", event)
    profiles = [item for item in scene.stage.world.items() if item["sk"] == "PROFILE"]
    assert [item["address"] for item in profiles if item.get("mail_refused") == "bounced"] == [JORDAN]


def _loop(scene: Scene) -> None:
    assert scene.begin().receive(MAILS / "our-mail-under-another-name.eml").outcome == "own_mail"


def _stop_click(scene: Scene) -> None:
    scene.stage.receive(SAMPLE)
    address = click_address(scene.stage)
    assert "no more mails about this meeting" in scene.begin().world.press(address)


PLAYED: dict[str, Scenario] = {
    "invite, new user": _new_user,
    "invite, known user": _known_user,
    "the same invite again": _same_again,
    "the same mail again": _same_mail_again,
    "moved": _moved,
    "cancelled": _cancelled,
    "could not read": _could_not_read,
    "not on the list": _not_on_the_list,
    "reply: list": _reply_list,
    "reply: notes": _reply_with_notes,
    "thank-you due": _letter_due,
    "sweep, nothing found": _idle_sweep,
    "sweep, one found": _sweep_of_one,
    "bounce": _bounce,
    "own mail back": _loop,
    "stop by one click": _stop_click,
}


def played(clients: Clients, name: str, before: Callable[[Stage], None] = lambda _stage: None) -> CallRecorder:
    """Play a scenario and return what was called in it."""
    scene = Scene(clients, before)
    PLAYED[name](scene)
    assert scene.stage.world.failures == []
    return scene.recorder


def counted(clients: Clients, name: str) -> dict[str, Calls]:
    """Play a scenario and return what it costs, by function."""
    return played(clients, name).summary()
