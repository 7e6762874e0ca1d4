from __future__ import annotations

import dataclasses

import pytest

from shared.domain.errors import SettingsError
from shared.settings import DispatchSettings, ReceiveSettings, RecordsSettings, SendSettings, load
from tests import template

GOOD = {
    "TABLE_NAME": "foreword-records",
    "ADDRESS_KEY": "k" * 32,
    "DEFAULT_TIME_ZONE": "Europe/Berlin",
    "RECORD_RETENTION_DAYS": "730",
    "BUCKET_NAME": "foreword-inbound",
    "FROM_ADDRESS": "prep@foreword.example",
    "ALLOWED_SENDERS": "robin@college.example, @Harbor.example ,",
    "THANK_YOU_DELAY_MINUTES": "60",
    "CONFIGURATION_SET": "foreword",
    "UNSUBSCRIBE_URL": "https://abc.lambda-url.eu-west-1.on.aws/",
    "DAILY_MAILS_PER_USER": "60",
    "DAILY_MAILS_PER_DOMAIN": "2000",
    "DAILY_MAILS": "10000",
    "SCHEDULE_GROUP": "foreword",
    "SCHEDULE_ROLE_ARN": "arn:aws:iam::111122223333:role/fire",
    "SCHEDULE_DLQ_ARN": "arn:aws:sqs:eu-west-1:111122223333:dead",
    "SEND_DELIVERY_ARN": "arn:aws:lambda:eu-west-1:111122223333:function:send",
}
KINDS = (RecordsSettings, ReceiveSettings, SendSettings, DispatchSettings)
Kind = type[RecordsSettings]


@pytest.mark.parametrize("kind", KINDS)
def test_each_functions_settings_are_read_from_its_environment(kind: Kind) -> None:
    found = load(kind, GOOD)
    assert (found.table_name, found.address_key, found.record_retention_days) == ("foreword-records", b"k" * 32, 730)


def test_allowed_senders_are_addresses_and_domains_in_lower_case() -> None:
    assert load(ReceiveSettings, GOOD).allowed_senders == {"robin@college.example", "@harbor.example"}


@pytest.mark.parametrize("absent", ["missing", "", "  "])
@pytest.mark.parametrize(
    ("kind", "variable"),
    [(kind, field.name.upper()) for kind in KINDS for field in dataclasses.fields(kind)],
)
def test_a_missing_variable_is_named_in_one_line(kind: Kind, variable: str, absent: str) -> None:
    environment = GOOD | {variable: absent}
    if absent == "missing":
        del environment[variable]
    with pytest.raises(SettingsError) as raised:
        load(kind, environment)
    assert variable in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ADDRESS_KEY", "short"),
        ("DEFAULT_TIME_ZONE", "Mars/Phobos"),
        ("DEFAULT_TIME_ZONE", "America"),
        ("DEFAULT_TIME_ZONE", "../../etc/passwd"),
        ("DEFAULT_TIME_ZONE", "/etc/localtime"),
        ("DEFAULT_TIME_ZONE", "x" * 5000),
        ("DEFAULT_TIME_ZONE", "a\0b"),
        ("RECORD_RETENTION_DAYS", "0"),
        ("RECORD_RETENTION_DAYS", "-1"),
        ("RECORD_RETENTION_DAYS", "1.5"),
        ("RECORD_RETENTION_DAYS", "many"),
        ("RECORD_RETENTION_DAYS", "99999999999999999999"),
        ("THANK_YOU_DELAY_MINUTES", "721"),
        ("THANK_YOU_DELAY_MINUTES", "²"),
        ("FROM_ADDRESS", "prep"),
        ("FROM_ADDRESS", "@foreword.example"),
        ("FROM_ADDRESS", "prep@"),
        ("FROM_ADDRESS", "a@b@c"),
        ("FROM_ADDRESS", "Foreword <prep@foreword.example>"),
        ("ALLOWED_SENDERS", ","),
        ("ALLOWED_SENDERS", "college.example"),
        ("ALLOWED_SENDERS", "@"),
        ("ALLOWED_SENDERS", "robin@"),
        ("ALLOWED_SENDERS", "robin@college.example; kim@college.example"),
        ("ALLOWED_SENDERS", "robin@college.example kim"),
        ("ALLOWED_SENDERS", "*@college.example"),
        ("UNSUBSCRIBE_URL", "http://abc.example/"),
        ("UNSUBSCRIBE_URL", "abc.example"),
        ("UNSUBSCRIBE_URL", "javascript:alert(1)"),
        ("DAILY_MAILS_PER_USER", "0"),
        ("DAILY_MAILS", "-5"),
    ],
)
def test_a_malformed_variable_is_named_in_one_line(variable: str, value: str) -> None:
    kind = ReceiveSettings if variable.lower() in ReceiveSettings.__annotations__ else DispatchSettings
    with pytest.raises(SettingsError) as raised:
        load(kind, GOOD | {variable: value})
    assert str(raised.value).startswith(f"The environment variable {variable} is ")
    assert "\n" not in str(raised.value)


def test_a_key_that_is_too_short_is_not_shown() -> None:
    with pytest.raises(SettingsError) as raised:
        load(ReceiveSettings, GOOD | {"ADDRESS_KEY": "open-sesame"})
    assert "sesame" not in str(raised.value)


@pytest.mark.parametrize("minutes", ["0", "720"])
def test_the_bounds_of_a_number_are_allowed(minutes: str) -> None:
    assert load(ReceiveSettings, GOOD | {"THANK_YOU_DELAY_MINUTES": minutes}).thank_you_delay_minutes == int(minutes)


def test_the_process_environment_is_read_where_none_is_handed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    assert load(SendSettings) == load(SendSettings, GOOD)


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        ("ReceiveEmail", ReceiveSettings),
        ("DispatchDeliveries", DispatchSettings),
        ("SendDelivery", SendSettings),
        ("RecordFeedback", RecordsSettings),
    ],
)
def test_the_template_gives_each_function_every_variable_that_it_reads(function: str, kind: Kind) -> None:
    given = template.functions()[function]["Environment"]["Variables"]
    assert {field.name.upper() for field in dataclasses.fields(kind)} <= set(given)
