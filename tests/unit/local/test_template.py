from __future__ import annotations

import pytest

from local.template import Names
from shared import settings

PARAMETERS = {
    "FromAddress": "prep@foreword.example",
    "AllowedSenders": "@example.org",
    "AddressKey": "k" * 32,
}


def test_the_template_gives_each_function_every_setting_that_it_reads() -> None:
    names = Names(PARAMETERS, "1")
    receive = settings.load(settings.ReceiveSettings, names.environment("ReceiveEmail"))
    dispatch = settings.load(settings.DispatchSettings, names.environment("DispatchDeliveries"))
    send = settings.load(settings.SendSettings, names.environment("SendDelivery"))
    records = settings.load(settings.RecordsSettings, names.environment("RecordFeedback"))
    assert receive.table_name == dispatch.table_name == send.table_name == records.table_name == names.name("Table")
    assert receive.thank_you_delay_minutes == 60
    assert dispatch.send_delivery_arn == names.arn("SendDelivery")


def test_a_parameter_without_a_value_is_its_default() -> None:
    assert Names({}, "1").resolve({"Ref": "DefaultTimeZone"}) == "UTC"
    assert Names({"DefaultTimeZone": "Europe/Berlin"}, "1").resolve({"Ref": "DefaultTimeZone"}) == "Europe/Berlin"


def test_the_names_of_two_worlds_differ() -> None:
    assert Names({}, "1").name("Table") != Names({}, "2").name("Table")


def test_a_reference_of_a_kind_that_is_not_known_is_an_error() -> None:
    with pytest.raises(NotImplementedError, match="Fn::ImportValue"):
        Names({}, "1").resolve({"Fn::ImportValue": "x"})
