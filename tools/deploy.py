"""Put both stacks up in an AWS account (`make deploy`), and see whether mail gets through (`make check-mail`)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import boto3
import typer
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.table import Table

from local.template import ROOT, load
from tools.deployment import (
    RuleSetPlan,
    address_key,
    dns_records,
    plan_rule_set,
    read_settings,
    save_settings,
    stack_name,
)

CONFIG = ROOT / "samconfig.toml"
SAM = str(ROOT / ".venv-sam" / "bin" / "sam")
ASKED = ("FromAddress", "AllowedSenders", "OperatorAddress", "DefaultTimeZone")
CHECK_SECONDS = 180
app = typer.Typer(add_completion=False, help=__doc__)
console = Console()


@app.command()
def deploy() -> None:
    """Deploy both stacks and print what remains to be done by hand."""
    aws = _session()
    settings = _ask(read_settings(CONFIG))
    stack = stack_name(CONFIG)
    plan = _rule_set(aws, stack, settings)
    settings["ReceiptRuleSetName"] = plan.name
    save_settings(CONFIG, settings)
    architecture = settings.get("Architecture", "arm64")
    _run(["make", "build", f"ARCH={architecture}"])
    key = address_key(aws.client("ssm"), stack)
    _sam_deploy(stack, ROOT / ".aws-sam" / "build" / "template.yaml", settings | {"AddressKey": key})
    outputs = _outputs(aws, stack)
    receiving = {
        "Recipient": settings["FromAddress"],
        "BucketName": outputs["InboundBucketName"],
        "TopicArn": outputs["InboundTopicArn"],
        "RuleName": outputs["ReceiptRuleName"],
        "RuleSetName": outputs["ReceiptRuleSetName"],
        "RuleSet": "make" if plan.make else "existing",
    }
    _sam_deploy(f"{stack}-receiving", ROOT / "receiving.yaml", receiving)
    if plan.activate:
        aws.client("ses").set_active_receipt_rule_set(RuleSetName=plan.name)
        console.print(f"· receipt rule set {plan.name} is switched on; there was none before")
    _show_dns(aws, outputs["MailDomain"])
    console.print("· when SES has seen the records (minutes to hours): make check-mail")


@app.command()
def check() -> None:
    """Send a mail from the address to itself and follow it through SES, the bucket and the queue to its outcome."""
    aws = _session()
    address = read_settings(CONFIG)["FromAddress"]
    outputs = _outputs(aws, stack_name(CONFIG))
    identity = aws.client("sesv2").get_email_identity(EmailIdentity=outputs["MailDomain"])
    if not identity["VerifiedForSendingStatus"]:
        _show_dns(aws, outputs["MailDomain"])
        _stop("SES has not seen the DKIM records yet, so nothing can be sent")
    marker = f"Foreword check {uuid.uuid4()}"
    aws.client("sesv2").send_email(
        FromEmailAddress=address,
        Destination={"ToAddresses": [address]},
        Content={"Simple": {"Subject": {"Data": marker}, "Body": {"Text": {"Data": "A mail from make check-mail."}}}},
    )
    console.print(f"· sent from {address} to itself")
    key = _wait(
        "the mail in the bucket (if it stays away: the MX record, the rule set)", _arrived, aws, outputs, marker
    )
    mail_id = key.removeprefix("inbound/")
    outcome = _wait(
        "its outcome in the records (if it stays away: docs/operations.md)", _outcome, aws, outputs, mail_id
    )
    console.print(
        f"· mail gets through: ReceiveEmail took it to the outcome {outcome} (our own mails are not answered)"
    )


def _session() -> boto3.Session:
    session = boto3.Session()
    try:
        caller = session.client("sts").get_caller_identity()
    except (BotoCoreError, ClientError) as error:
        _stop(f"no AWS account to deploy to: {error}")
    console.print(f"· account {caller['Account']}, region {session.region_name}")
    return session


def _ask(settings: dict[str, str]) -> dict[str, str]:
    """Ask for what has no default and stands not yet in samconfig.toml."""
    parameters = load()["Parameters"]
    for name in ASKED:
        if name in settings:
            continue
        if not sys.stdin.isatty():
            _stop(f"samconfig.toml has no {name}, and there is nobody to ask")
        console.print(parameters[name]["Description"])
        settings[name] = typer.prompt(name, default=parameters[name].get("Default")).replace(" ", "")
    return settings


def _rule_set(aws: boto3.Session, stack: str, settings: Mapping[str, str]) -> RuleSetPlan:
    """Look which receipt rule set is active, and ask before a rule is added to somebody else's."""
    active = aws.client("ses").describe_active_receipt_rule_set().get("Metadata", {}).get("Name")
    ours = _parameter(aws, f"{stack}-receiving", "RuleSet") == "make"
    default = load()["Parameters"]["ReceiptRuleSetName"]["Default"]
    plan = plan_rule_set(active, default if active is None else settings.get("ReceiptRuleSetName", default), ours=ours)
    if plan.joins and settings.get("ReceiptRuleSetName") != plan.name:
        console.print(f"The receipt rule set {plan.name} is active in this region, and only one can be. It stays.")
        if not sys.stdin.isatty():
            _stop(f"to add the rule to it, put ReceiptRuleSetName={plan.name} into samconfig.toml")
        typer.confirm("Add Foreword's rule to it, before its other rules?", abort=True)
    return plan


def _sam_deploy(stack: str, template: Path, parameters: Mapping[str, str]) -> None:
    """Run `sam deploy` with its parameters in a file that only we can read: one of them is a key."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "samconfig.toml"
        config.touch(mode=0o600)
        config.write_text(CONFIG.read_text())
        save_settings(config, parameters)
        command = [SAM, "deploy", "--config-file", str(config), "--template-file", str(template)]
        _run([*command, "--stack-name", stack])


def _outputs(aws: boto3.Session, stack: str) -> dict[str, str]:
    (found,) = aws.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}


def _parameter(aws: boto3.Session, stack: str, name: str) -> str | None:
    try:
        (found,) = aws.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
    except ClientError:
        return None
    return next((entry["ParameterValue"] for entry in found["Parameters"] if entry["ParameterKey"] == name), None)


def _show_dns(aws: boto3.Session, domain: str) -> None:
    identity: Any = aws.client("sesv2").get_email_identity(EmailIdentity=domain)
    table = Table("name", "type", "value", "why", title=f"DNS records of {domain}", title_justify="left")
    for record in dns_records(domain, aws.region_name, identity):
        table.add_row(record.name, record.kind, record.value, record.why)
    # A value that is cut cannot be copied: the table is as wide as it has to be.
    Console(width=240 if console.width < 240 else None, soft_wrap=True).print(table)  # noqa: PLR2004 - as above
    console.print(f"· SES says: DKIM {identity['DkimAttributes']['Status']}")


def _arrived(aws: boto3.Session, outputs: Mapping[str, str], marker: str) -> str | None:
    """Return the key of the newest mail that has the marker in its head."""
    s3, bucket = aws.client("s3"), outputs["InboundBucketName"]
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="inbound/")
    found = sorted((item for page in pages for item in page.get("Contents", [])), key=lambda item: item["LastModified"])
    for item in found[-5:]:
        head = s3.get_object(Bucket=bucket, Key=item["Key"], Range="bytes=0-16383")["Body"].read()
        if marker.encode() in head:
            return item["Key"]
    return None


def _outcome(aws: boto3.Session, outputs: Mapping[str, str], mail_id: str) -> str | None:
    key = {"pk": {"S": f"MAIL#{mail_id}"}, "sk": {"S": "SEEN"}}
    item = aws.client("dynamodb").get_item(TableName=outputs["TableName"], Key=key).get("Item")
    return item["outcome"]["S"] if item else None


def _wait(what: str, look: Any, *arguments: Any) -> str:
    console.print(f"· waiting for {what}")
    end = time.monotonic() + CHECK_SECONDS
    while time.monotonic() < end:
        found = look(*arguments)
        if found:
            return str(found)
        time.sleep(3)
    return _stop(f"did not come within {CHECK_SECONDS} seconds: {what}")


def _run(command: list[str]) -> None:
    if subprocess.run(command, cwd=ROOT, check=False).returncode:  # noqa: S603 - fixed words and checked parameters
        _stop("stopped: the command above failed")


def _stop(why: str) -> NoReturn:
    console.print(why, style="bold red")
    raise typer.Exit(1)


if __name__ == "__main__":
    app()
