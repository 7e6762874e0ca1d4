"""What each function imports from its start to the answer of its most common event: `python -m tests.cold_paths`.

Each handler runs in a process of its own, from a copy of the functions with templates and words compiled as at build,
and calls a server on this machine that answers as AWS would. `python -m tests.cold_paths` writes down what is imported
(`make imports`); tests/unit/test_imports.py holds every change against it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

from local.aws import Stack, in_process
from local.template import REGION, ROOT
from shared import bootstrap, settings
from shared.adapters.clock import SystemClock
from shared.adapters.jinja_pages import compile_templates
from shared.adapters.ses_events import notice_of
from shared.domain.tokens import Purpose, Token, seal, token_key
from tests.aws_server import Asked, Given, aws_server
from tests.e2e import mails
from tools.compile_content import compile_content

LISTS = ROOT / "tests" / "import_sets.json"
USER = "jordan@example.org"
PARAMETERS = {
    "FromAddress": mails.OUR_ADDRESS,
    "AllowedSenders": USER,
    "AddressKey": "k" * 40,
    "DefaultTimeZone": "America/New_York",
}
FUNCTIONS = {
    "receive_email": "ReceiveEmail",
    "dispatch_deliveries": "DispatchDeliveries",
    "send_delivery": "SendDelivery",
    "record_feedback": "RecordFeedback",
    "unsubscribe": "Unsubscribe",
}
# Notes who asked for each module first, then says so on standard error.
_PROCESS = """
import json, sys

asked_by = {}

class Note:
    @staticmethod
    def find_spec(name, path=None, target=None):
        frame = sys._getframe(1)
        while frame and frame.f_code.co_filename.startswith("<frozen importlib"):
            frame = frame.f_back
        asked_by.setdefault(name, frame.f_globals.get("__name__", "?") if frame else "?")

sys.meta_path.insert(0, Note)

class Context:
    aws_request_id = "a-request"

given = json.load(sys.stdin)
module = __import__("functions." + given["function"], fromlist=["handler"])
module.handler(given["event"], Context)
loaded = {name: asked_by[name] for name, module in list(sys.modules.items()) if name in asked_by and module}
sys.stderr.write(json.dumps(loaded))
"""


@dataclasses.dataclass(frozen=True)
class AWS:
    """What AWS holds after an invite came in: its items by their keys, the raw mail, and each function's settings."""

    items: Mapping[tuple[str, str], Mapping[str, Any]]
    raw: bytes
    environments: Mapping[str, Mapping[str, str]]
    events: Mapping[str, Any]

    def answer(self, asked: Asked, *, is_new: bool) -> Given:
        """Answer one request; with `is_new` the table is still empty."""
        operation = asked.headers.get("X-Amz-Target", "").partition(".")[2]
        answer: dict[str, Any] = {}
        said = json.loads(asked.body) if operation else {}
        if operation == "GetItem":
            found = self._found([said["Key"]], is_new=is_new)
            answer = {"Item": found[0]} if found else {}
        elif operation == "BatchGetItem":
            tables = said["RequestItems"].items()
            answer = {"Responses": {name: self._found(one["Keys"], is_new=is_new) for name, one in tables}}
        elif operation == "UpdateItem":
            answer = {"Attributes": {**said["Key"], **dict(*self._found([said["Key"]], is_new=is_new))}}
        elif operation == "Query":
            answer = {"Items": []}
        elif asked.target.startswith("/v2/email"):
            answer = {"MessageId": "0100-a-mail"}
        elif asked.method == "GET":
            return 200, {}, self.raw
        return 200, {}, json.dumps(answer).encode()

    def _found(self, keys: list[Any], *, is_new: bool) -> list[Mapping[str, Any]]:
        named = [(key["pk"]["S"], key["sk"]["S"]) for key in keys]
        return [] if is_new else [self.items[name] for name in named if name in self.items]


@contextlib.contextmanager
def compiled_functions() -> Iterator[Path]:
    """Yield a folder that holds what a function ships of ours."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for room in ("functions", "shared", "templates"):
            shutil.copytree(ROOT / room, home / room, ignore=shutil.ignore_patterns("__pycache__", "compiled"))
        compile_templates(home / "templates")
        compile_content(home / "shared" / "content" / "en")
        yield home


def after_an_invite() -> AWS:
    """Receive an invite in an AWS that lives in this process, and return what that left behind."""
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=9)
    invite = mails.Invite(USER, start, start + timedelta(minutes=30), "America/New_York")
    with in_process() as clients:
        stack = Stack(clients, PARAMETERS)
        environments = {name: dict(stack.names.environment(logical_id)) for name, logical_id in FUNCTIONS.items()}
        mail = mails.forwarded(invite, stack.bucket)
        notice = notice_of(mail.notice)
        if notice is None:
            raise ValueError("the notice of a test is none")
        stack.put_mail(mail.key, mail.raw)
        receives = settings.load(settings.ReceiveSettings, environments["receive_email"])
        bootstrap.receive_mail(receives, clients, SystemClock())(notice)
        items = stack.items()
    by_key = {(item["pk"]["S"], item["sk"]["S"]): item for item in items}
    owed = {item["kind"]["S"]: item for item in items if item["sk"]["S"].startswith("DELIVERY#")}
    user, pack = owed["prep_pack"]["user_id"]["S"], owed["prep_pack"]["id"]["S"]
    until = (datetime.now(UTC) + timedelta(days=9)).date()
    token = seal(Token(user, None, Purpose.STOP_ALL, until), token_key(receives.address_key))
    events = {name: json.loads((ROOT / "events" / f"{name}.json").read_text()) for name in FUNCTIONS}
    events["receive_email"]["Records"][0]["body"] = mail.notice
    events["dispatch_deliveries"]["Records"] = [
        {"eventName": "INSERT", "dynamodb": {"Keys": {key: one[key] for key in ("pk", "sk")}, "SequenceNumber": "1"}}
        for one in (owed["prep_pack"], owed["thank_you"])
    ]
    events["send_delivery"] = {"user_id": user, "delivery_id": pack}
    events["record_feedback"]["detail"]["mail"]["tags"] |= {"foreword-delivery": [pack], "foreword-user": [user]}
    events["unsubscribe"]["queryStringParameters"]["t"] = token
    return AWS(by_key, mail.raw, environments, events)


def imported(function: str, aws: AWS, home: Path) -> tuple[dict[str, str], str]:
    """Run a function once in a process of its own; return each module with who asked for it first, and the log."""
    with aws_server(lambda asked: aws.answer(asked, is_new=function == "receive_email")) as server:
        environment = {
            **aws.environments[function],
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_REGION": REGION,
            "AWS_ENDPOINT_URL": server.url(),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(home),
            # As in Lambda, where the template names the folder that the artefact brings.
            "PYTHONTZPATH": str(resources.files("tzdata").joinpath("zoneinfo")),
        }
        ran = subprocess.run(  # noqa: S603 - this Python, with a program that stands above
            [sys.executable, "-P", "-c", _PROCESS],
            cwd=home,
            env=environment,
            input=json.dumps({"function": function, "event": aws.events[function]}),
            capture_output=True,
            text=True,
            check=False,
        )
    if ran.returncode:
        raise RuntimeError(f"{function} failed:\n{ran.stdout}{ran.stderr}")
    return json.loads(ran.stderr.splitlines()[-1]), ran.stdout


def listed(modules: Mapping[str, str]) -> list[str]:
    """Return what a list holds: our modules and those of packages. The standard library's differ between Pythons."""
    return sorted(name for name in modules if not is_standard(name))


def is_standard(name: str) -> bool:
    """Tell whether a module is the standard library's, or the record of how this Python was built."""
    return name.partition(".")[0] in sys.stdlib_module_names or name.startswith("_sysconfigdata")


def main() -> None:
    """Write down what each function imports now."""
    aws = after_an_invite()
    with compiled_functions() as home:
        found = {function: listed(imported(function, aws, home)[0]) for function in FUNCTIONS}
    LISTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(", ".join(f"{function} {len(modules)}" for function, modules in found.items()))  # noqa: T201 - a command


if __name__ == "__main__":
    main()
