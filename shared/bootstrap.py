"""Builds the parts, once per process, each replaceable by handing another in. The only place that knows them all.

Each builder imports what it builds of, and nothing is imported for the other functions: nearly every call of a function
is its first, and what it imports is most of what a user waits for.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from shared import settings as typed
from shared.adapters import aws_clients
from shared.adapters.clock import SystemClock

if TYPE_CHECKING:
    from shared.adapters.dynamodb_items import Budgets
    from shared.adapters.dynamodb_records import DynamoDBRecords
    from shared.adapters.eventbridge_schedules import EventBridgeSchedules
    from shared.adapters.s3_mailbox import S3Mailbox
    from shared.domain.contact import Contact
    from shared.domain.content import Content
    from shared.domain.interview import Meeting
    from shared.domain.language import Language
    from shared.domain.ports import Clock
    from shared.domain.timing import Rules
    from shared.steps.audit import FindLostNotices
    from shared.steps.dispatch import DispatchDeliveries, ForEach
    from shared.steps.erase import EraseUser
    from shared.steps.feedback import RecordFeedback
    from shared.steps.receive import ReceiveMail
    from shared.steps.replying import FindAnswered
    from shared.steps.send import SendDelivery
    from shared.steps.taking_texts import TakeText
    from shared.steps.unsubscribe import Unsubscribe

# From a service's name to its client.
Clients = Callable[[str], Any]
_SYSTEM_CLOCK = SystemClock()


def receive_mail(
    settings: typed.ReceiveSettings,
    clients: Clients = aws_clients.client,
    clock: Clock = _SYSTEM_CLOCK,
    new_id: Callable[[], str] | None = None,
) -> ReceiveMail:
    """Build what receive_email does; `new_id` names a new user, by chance if nothing is handed in."""
    from shared.adapters.s3_mailbox import S3Mailbox
    from shared.domain.timing import Rules
    from shared.domain.tokens import token_key
    from shared.steps.answering import PlanAnswer
    from shared.steps.confirming import ConfirmByReply
    from shared.steps.receive import ReceiveMail
    from shared.steps.replying import FindAnswered

    kept, key = records(settings, clients, new_id=new_id), token_key(settings.address_key)
    rules = Rules(timedelta(minutes=settings.thank_you_delay_minutes))
    answered, mailbox = FindAnswered(kept, key), S3Mailbox(clients("s3"), settings.bucket_name)
    text = functools.cache(lambda: _take_text(rules, answered, key))

    def erase(address: str) -> object:
        return _erase(settings, clients, kept, mailbox, clock)(address)

    return ReceiveMail(
        mailbox=mailbox,
        records=kept,
        clock=clock,
        own_address=settings.from_address,
        allowed=settings.allowed_senders,
        default_zone=settings.default_time_zone,
        plan_answer=PlanAnswer(kept, rules, answered, text, _subject_of),
        confirm=ConfirmByReply(kept, mailbox, clock, erase, answered),
    )


def send_delivery(
    settings: typed.SendSettings, clients: Clients = aws_clients.client, clock: Clock = _SYSTEM_CLOCK
) -> SendDelivery:
    """Build what send_delivery does."""
    from shared.adapters.jinja_pages import JinjaPages
    from shared.adapters.ses_mailer import SESMailer
    from shared.domain.reply_paths import ReplyPaths
    from shared.domain.tokens import token_key
    from shared.steps.send import SendDelivery

    return SendDelivery(
        records=records(settings, clients, _budgets(settings)),
        mailer=SESMailer(clients("sesv2"), settings.from_address, settings.configuration_set, clock),
        pages=JinjaPages(),
        clock=clock,
        content=_content,
        default_zone=settings.default_time_zone,
        reply_paths=ReplyPaths(settings.from_address, token_key(settings.address_key), settings.unsubscribe_url),
    )


def dispatch_deliveries(
    settings: typed.DispatchSettings,
    clients: Clients = aws_clients.client,
    clock: Clock = _SYSTEM_CLOCK,
    for_each: ForEach | None = None,
) -> DispatchDeliveries:
    """Build what dispatch_deliveries does; `for_each` is how a sweep takes what it found, several at once by itself."""
    from shared.adapters.at_once import at_once
    from shared.steps.dispatch import DispatchDeliveries

    return DispatchDeliveries(
        records=records(settings, clients),
        schedules=_schedules(settings, clients),
        clock=clock,
        send=send_delivery(settings, clients, clock),
        for_each=for_each or at_once,
    )


def find_lost_notices(
    settings: typed.DispatchSettings, clients: Clients = aws_clients.client, clock: Clock = _SYSTEM_CLOCK
) -> FindLostNotices:
    """Build the hourly audit of dispatch_deliveries."""
    from shared.adapters.s3_mailbox import S3Mailbox
    from shared.steps.audit import FindLostNotices

    return FindLostNotices(S3Mailbox(clients("s3"), settings.bucket_name), records(settings, clients), clock)


def erase_user(settings: typed.DispatchSettings, clients: Clients, clock: Clock = _SYSTEM_CLOCK) -> EraseUser:
    """Build what an operator's `foreword erase` does."""
    from shared.adapters.s3_mailbox import S3Mailbox
    from shared.steps.erase import EraseUser

    return EraseUser(
        records(settings, clients), _schedules(settings, clients), S3Mailbox(clients("s3"), settings.bucket_name), clock
    )


def record_feedback(settings: typed.RecordsSettings, clients: Clients = aws_clients.client) -> RecordFeedback:
    """Build what record_feedback does."""
    from shared.steps.feedback import RecordFeedback

    return RecordFeedback(records(settings, clients))


def unsubscribe(
    settings: typed.RecordsSettings, clients: Clients = aws_clients.client, clock: Clock = _SYSTEM_CLOCK
) -> Unsubscribe:
    """Build what unsubscribe does."""
    from shared.adapters.jinja_pages import JinjaPages
    from shared.domain.tokens import token_key
    from shared.steps.unsubscribe import Unsubscribe

    return Unsubscribe(records(settings, clients), JinjaPages(), clock, token_key(settings.address_key), _language)


def records(
    settings: typed.RecordsSettings,
    clients: Clients = aws_clients.client,
    budgets: Budgets | None = None,
    new_id: Callable[[], str] | None = None,
) -> DynamoDBRecords:
    """Build the records; only what sends needs its budgets, only what receives names new users."""
    from shared.adapters.dynamodb_items import BUDGETS
    from shared.adapters.dynamodb_records import DynamoDBRecords
    from shared.adapters.dynamodb_users import new_user_id

    return DynamoDBRecords(
        clients("dynamodb"),
        settings.table_name,
        settings.address_key,
        timedelta(days=settings.record_retention_days),
        settings.default_time_zone,
        budgets or BUDGETS,
        new_id or new_user_id,
    )


def _content() -> Content:
    from shared.adapters import shipped_content

    return shipped_content.load()


def _language() -> Language:
    from shared.adapters import shipped_content

    return shipped_content.load_language()


def _subject_of(meeting: Meeting, contact: Contact | None) -> str:
    from shared.domain.subject import subject_of

    return subject_of(meeting, contact, _language())


def _take_text(rules: Rules, answered: FindAnswered, key: bytes) -> TakeText:
    """Build what takes a mail without a calendar part; all that reads replies comes with it."""
    from shared.steps.taking_replies import TakeReply
    from shared.steps.taking_texts import TakeText

    return TakeText(answered, TakeReply(rules, _content, key))


def _schedules(settings: typed.DispatchSettings, clients: Clients) -> EventBridgeSchedules:
    from shared.adapters.eventbridge_schedules import EventBridgeSchedules, ScheduleTarget

    return EventBridgeSchedules(
        clients("scheduler"),
        settings.schedule_group,
        ScheduleTarget(settings.send_delivery_arn, settings.schedule_role_arn, settings.schedule_dlq_arn),
    )


def _erase(
    settings: typed.ReceiveSettings, clients: Clients, kept: DynamoDBRecords, mailbox: S3Mailbox, clock: Clock
) -> EraseUser:
    """Build what erases a user at their own word; it drops schedules and makes none."""
    from shared.adapters.eventbridge_schedules import EventBridgeSchedules
    from shared.steps.erase import EraseUser

    return EraseUser(kept, EventBridgeSchedules(clients("scheduler"), settings.schedule_group), mailbox, clock)


def _budgets(settings: typed.SendSettings) -> Budgets:
    from shared.adapters.dynamodb_items import Budgets

    return Budgets(settings.daily_mails_per_user, settings.daily_mails_per_domain, settings.daily_mails)
