"""What make deploy decides."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from shared.settings import MIN_KEY
from tests.template import ROOT, load
from tools.deployment import (
    RuleSetPlan,
    address_key,
    dns_records,
    plan_rule_set,
    read_settings,
    save_settings,
    stack_name,
)

IDENTITY = {
    "DkimAttributes": {"Tokens": ["abc", "def", "ghi"], "Status": "PENDING"},
    "MailFromAttributes": {"MailFromDomain": "bounce.prep.example.com"},
}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return Path(shutil.copy(ROOT / "samconfig.toml", tmp_path))


def test_settings_are_read_back_as_they_were_saved(config: Path) -> None:
    settings = {"FromAddress": "notes@prep.example.com", "AllowedSenders": "@college.example,ada@example.org"}
    save_settings(config, {"FromAddress": "old@prep.example.com"})
    save_settings(config, settings)
    assert read_settings(config) == settings


def test_saving_settings_leaves_the_rest_of_samconfig_alone(config: Path) -> None:
    before = tomllib.loads(config.read_text())
    save_settings(config, {"FromAddress": "notes@prep.example.com"})
    after = tomllib.loads(config.read_text())
    assert after["default"]["deploy"]["parameters"].pop("parameter_overrides") == ["FromAddress=notes@prep.example.com"]
    before["default"]["deploy"]["parameters"].pop("parameter_overrides", None)
    assert after == before


def test_samconfig_names_the_stack(config: Path) -> None:
    assert stack_name(config) == "foreword"


def test_samconfig_never_holds_the_key_of_the_address_hashes() -> None:
    assert "AddressKey" not in (ROOT / "samconfig.toml").read_text()


@mock_aws
def test_the_key_is_made_once_and_kept_encrypted() -> None:
    ssm = boto3.client("ssm", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    key = address_key(ssm, "foreword")
    assert len(key) >= MIN_KEY
    assert address_key(ssm, "foreword") == key
    assert address_key(ssm, "another") != key
    assert ssm.get_parameter(Name="/foreword/address-key")["Parameter"]["Type"] == "SecureString"


def test_the_domain_needs_its_mx_three_dkim_records_mail_from_and_dmarc() -> None:
    records = dns_records("prep.example.com", "eu-west-1", IDENTITY)
    assert [(record.name, record.kind) for record in records] == [
        ("prep.example.com", "MX"),
        ("abc._domainkey.prep.example.com", "CNAME"),
        ("def._domainkey.prep.example.com", "CNAME"),
        ("ghi._domainkey.prep.example.com", "CNAME"),
        ("bounce.prep.example.com", "MX"),
        ("bounce.prep.example.com", "TXT"),
        ("_dmarc.prep.example.com", "TXT"),
    ]
    assert records[0].value == "10 inbound-smtp.eu-west-1.amazonaws.com"
    assert records[1].value == "abc.dkim.amazonses.com"
    assert records[4].value == "10 feedback-smtp.eu-west-1.amazonses.com"


def test_dkim_records_point_into_the_zone_that_ses_names() -> None:
    identity = {"DkimAttributes": {"Tokens": ["abc"], "SigningHostedZone": "dkim.eu-west-1.amazonses.com"}}
    assert dns_records("prep.example.com", "eu-west-1", identity)[1].value == "abc.dkim.eu-west-1.amazonses.com"


def test_where_no_rule_set_is_active_one_is_made_and_switched_on() -> None:
    assert plan_rule_set(None, "foreword", ours=False) == RuleSetPlan("foreword", make=True, activate=True)


def test_our_own_active_rule_set_stays_as_it_is() -> None:
    assert plan_rule_set("foreword", "foreword", ours=True) == RuleSetPlan("foreword", make=True, activate=False)


@pytest.mark.parametrize("wanted", ["foreword", "office-mail"])
def test_somebody_elses_active_rule_set_is_joined_and_never_switched_off(wanted: str) -> None:
    plan = plan_rule_set("office-mail", wanted, ours=False)
    assert plan == RuleSetPlan("office-mail", make=False, activate=False, joins=True)


def test_what_is_asked_for_are_parameters_of_the_template() -> None:
    from tools.deploy import ASKED  # noqa: PLC0415 - typer and rich are wanted here alone

    assert set(ASKED) <= set(load()["Parameters"])
