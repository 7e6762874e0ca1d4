"""What `make deploy` decides, apart from asking and telling: settings, DNS records, which receipt rule set to use."""

from __future__ import annotations

import dataclasses
import json
import re
import secrets
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

_OVERRIDES = re.compile(r"^parameter_overrides = \[.*?^\]\n", re.MULTILINE | re.DOTALL)


def read_settings(path: Path) -> dict[str, str]:
    """Return the template's parameters that samconfig.toml holds."""
    written = tomllib.loads(path.read_text())["default"]["deploy"]["parameters"].get("parameter_overrides", [])
    return dict(entry.split("=", 1) for entry in written)


def save_settings(path: Path, settings: Mapping[str, str]) -> None:
    """Write the template's parameters into samconfig.toml, whose last section is that of `sam deploy`."""
    lines = [f"  {json.dumps(f'{name}={value}', ensure_ascii=False)},\n" for name, value in settings.items()]
    path.write_text(_OVERRIDES.sub("", path.read_text()) + "parameter_overrides = [\n" + "".join(lines) + "]\n")


def stack_name(path: Path) -> str:
    """Return the stack's name from samconfig.toml."""
    name: str = tomllib.loads(path.read_text())["default"]["global"]["parameters"]["stack_name"]
    return name


def address_key(ssm: Any, stack: str) -> str:
    """Return the key of the address hashes from Parameter Store, made there if there is none yet.

    A new key would make every known user a stranger, so one that is there is never replaced.
    """
    name = f"/{stack}/address-key"
    try:
        return str(ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterNotFound":
            raise
    key = secrets.token_urlsafe(32)
    ssm.put_parameter(Name=name, Value=key, Type="SecureString", Description="Foreword: key of the address hashes")
    return key


@dataclasses.dataclass(frozen=True)
class Record:
    """One DNS record to set. `why` says what it is for."""

    name: str
    kind: str
    value: str
    why: str


def dns_records(domain: str, region: str, identity: Mapping[str, Any]) -> list[Record]:
    """Return the records that the domain needs; `identity` is the answer of SES v2's GetEmailIdentity."""
    dkim = identity.get("DkimAttributes", {})
    zone = dkim.get("SigningHostedZone") or "dkim.amazonses.com"
    records = [Record(domain, "MX", f"10 inbound-smtp.{region}.amazonaws.com", "mail to the address reaches SES")]
    records += [
        Record(f"{token}._domainkey.{domain}", "CNAME", f"{token}.{zone}", "DKIM: our mails are signed")
        for token in dkim.get("Tokens", [])
    ]
    bounce = identity.get("MailFromAttributes", {}).get("MailFromDomain")
    if bounce:
        records += [
            Record(bounce, "MX", f"10 feedback-smtp.{region}.amazonses.com", "MAIL FROM: bounces come back"),
            Record(bounce, "TXT", '"v=spf1 include:amazonses.com -all"', "SPF of MAIL FROM"),
        ]
    records.append(Record(f"_dmarc.{domain}", "TXT", '"v=DMARC1; p=quarantine"', "DMARC: nobody else is believed"))
    return records


@dataclasses.dataclass(frozen=True)
class RuleSetPlan:
    """What to do about receipt rule sets.

    `name` is the set that the rule belongs into, `make` whether it has to be made, `activate` whether it has to be
    switched on, `joins` whether it is somebody else's active set.
    """

    name: str
    make: bool
    activate: bool
    joins: bool = False


def plan_rule_set(active: str | None, wanted: str, *, ours: bool) -> RuleSetPlan:
    """Decide without ever switching an active rule set off: one is active per region, for all that use SES there.

    `active` is the active rule set, `wanted` our own name for one, `ours` whether our receiving stack made `wanted`.
    """
    if active is None:
        return RuleSetPlan(wanted, make=True, activate=True)
    if active == wanted and ours:
        return RuleSetPlan(wanted, make=True, activate=False)
    return RuleSetPlan(active, make=False, activate=False, joins=True)
