"""What moto has no more than a shell of: a Scheduler that fires, and an SES that tells what became of a mail."""

from __future__ import annotations

import dataclasses
import enum
import functools
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import botocore.session
from botocore.exceptions import ClientError
from botocore.model import ServiceModel
from botocore.validate import ParamValidator

from local.ses import SentMail
from tests.reliability.strict.clients import Rules
from tests.reliability.strict.scheduler import fires_at

At = Callable[[datetime, Callable[[], None]], None]


class Fires(enum.Enum):
    """How faithfully schedules fire: AWS promises at least once, within the minute."""

    ONCE = "once"
    THRICE = "three times"
    LATE = "three hours late"
    AFTER_DELETION = "even when deleted"
    NEVER = "never, since Lambda cannot be called"


@dataclasses.dataclass(frozen=True, slots=True)
class Firing:
    """When a schedule fires, counted from its time, and whether its deletion keeps it from that."""

    after: tuple[timedelta, ...] = (timedelta(),)
    even_deleted: bool = False


_THREE_TIMES = (timedelta(), timedelta(seconds=40), timedelta(hours=1))
_FIRINGS = {
    Fires.ONCE: Firing(),
    Fires.THRICE: Firing(_THREE_TIMES, even_deleted=True),
    Fires.LATE: Firing((timedelta(hours=3),)),
    Fires.AFTER_DELETION: Firing(even_deleted=True),
}


class Tells(enum.Enum):
    """What SES tells of each mail, and when."""

    DELIVERED = "Send, Delivery"
    TWICE = "each event twice"
    BACKWARDS = "Delivery before Send"
    LATE = "five minutes late"
    NEVER = "nothing"
    BOUNCED = "Bounce first, then Send"
    COMPLAINED = "Send, Delivery, Complaint"
    REJECTED = "Send, Reject"


_EVENTS = {
    Tells.DELIVERED: ("Send", "Delivery"),
    Tells.TWICE: ("Send", "Delivery", "Send", "Delivery"),
    Tells.BACKWARDS: ("Delivery", "Send"),
    Tells.LATE: ("Send", "Delivery"),
    Tells.NEVER: (),
    Tells.BOUNCED: ("Bounce", "Send"),
    Tells.COMPLAINED: ("Send", "Delivery", "Complaint"),
    Tells.REJECTED: ("Send", "Reject"),
}


class FakeScheduler:
    """Stands where the scheduler's client does, refuses what AWS refuses, and fires."""

    def __init__(self, rules: Rules, groups: set[str], at: At, fire: Callable[[dict[str, Any]], None]) -> None:
        # What schedules do that are made from now on.
        self.mode: Fires | Firing = Fires.ONCE
        self.live: dict[str, Mapping[str, Any]] = {}
        self.created: list[str] = []
        self._rules, self._groups, self._at, self._fire = rules, groups, at, fire

    def create_schedule(self, **request: Any) -> dict[str, Any]:
        """Do what CreateSchedule does (AWS: API reference)."""
        name = request["Name"]
        replayed = _checked(self._rules, "scheduler", "CreateSchedule", request)
        if request["GroupName"] not in self._groups:
            raise _refusal("CreateSchedule", "ResourceNotFoundException", 404)
        if not replayed:
            if name in self.live:
                raise _refusal("CreateSchedule", "ConflictException", 409)
            self.live[name] = request
            self.created.append(name)
            self._plan(request)
        return {"ScheduleArn": f"arn:aws:scheduler:us-east-1:123456789012:schedule/{request['GroupName']}/{name}"}

    def delete_schedule(self, **request: Any) -> dict[str, Any]:
        """Do what DeleteSchedule does (AWS: API reference)."""
        _checked(self._rules, "scheduler", "DeleteSchedule", request)
        if request["Name"] not in self.live:
            raise _refusal("DeleteSchedule", "ResourceNotFoundException", 404)
        del self.live[request["Name"]]
        return {}

    def _plan(self, request: Mapping[str, Any]) -> None:
        due = fires_at(request["ScheduleExpression"], request["ScheduleExpressionTimezone"])
        firing = self.mode if isinstance(self.mode, Firing) else _FIRINGS.get(self.mode)
        for after in firing.after if firing else (timedelta(),):
            self._at(due + after, functools.partial(self._fired, request, firing))

    def _fired(self, request: Mapping[str, Any], firing: Firing | None) -> None:
        """Call the target, or, without a firing, lose the call; a schedule that is done deletes itself."""
        name = request["Name"]
        stands = self.live.get(name) is request
        if firing and (stands or firing.even_deleted):
            self._fire(json.loads(request["Target"]["Input"]))
        if self.live.get(name) is request and request.get("ActionAfterCompletion") == "DELETE":
            del self.live[name]


@dataclasses.dataclass
class Taken:
    """A mail that SES took. `told_at` is when an event of it was first recorded, None while none was."""

    mail: SentMail
    tells: Tells
    told_at: datetime | None = None


class FakeSES:
    """Stands where SES's client does: takes mails, and tells of them in whatever order `mode` says."""

    def __init__(
        self, rules: Rules, now: Callable[[], datetime], at: At, tell: Callable[[Taken, dict[str, Any]], None]
    ) -> None:
        self.mode = Tells.DELIVERED
        self.taken: list[Taken] = []
        self._rules, self._now, self._at, self._tell = rules, now, at, tell

    def send_email(self, **request: Any) -> dict[str, Any]:
        """Do what SendEmail does (AWS: API reference v2)."""
        _checked(self._rules, "sesv2", "SendEmail", request)
        mail = SentMail(
            ses_message_id=f"0100019a{len(self.taken):08x}-0000-4000-8000-000000000000-000000",
            at=self._now(),
            source=request["FromEmailAddress"],
            recipients=tuple(request["Destination"]["ToAddresses"]),
            tags={tag["Name"]: tag["Value"] for tag in request["EmailTags"]},
            configuration_set=request["ConfigurationSetName"],
            raw=request["Content"]["Raw"]["Data"],
        )
        taken = Taken(mail, self.mode)
        self.taken.append(taken)
        first = timedelta(minutes=5) if self.mode is Tells.LATE else timedelta(seconds=2)
        for number, kind in enumerate(_EVENTS[self.mode]):
            event = event_of(mail, kind)
            self._at(mail.at + first + timedelta(seconds=number), functools.partial(self._tell, taken, event))
        return {"MessageId": mail.ses_message_id}


def event_of(mail: SentMail, kind: str) -> dict[str, Any]:
    """Return one event of a mail as it comes over EventBridge: "Send", "Delivery", "Bounce", "Complaint", "Reject"."""
    event = mail.event("Send")
    detail = {name: value for name, value in event["detail"].items() if name != "send"}
    said = {"bounceType": "Permanent"} if kind == "Bounce" else {}
    return event | {"detail-type": f"Email {kind}", "detail": detail | {"eventType": kind, kind.lower(): said}}


def _checked(rules: Rules, service: str, operation: str, request: dict[str, Any]) -> bool:
    """Hold a request to its model as botocore does, and to AWS's rules."""
    model = _model(service).operation_model(operation)
    report = ParamValidator().validate(request, model.input_shape) if model.input_shape else None
    if report and report.has_errors():
        raise ValueError(report.generate_report())
    return rules.check(model, request)


@functools.cache
def _model(service: str) -> ServiceModel:
    return botocore.session.get_session().get_service_model(service)


def _refusal(operation: str, code: str, status: int) -> ClientError:
    metadata: Any = {"HTTPStatusCode": status}
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": metadata}, operation)
