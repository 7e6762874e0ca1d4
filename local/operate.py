"""What an operator does to a deployed stack from their own machine, with their own credentials."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shared import bootstrap, settings
from shared.adapters.clock import SystemClock
from shared.domain.ports import Clock

# The function whose environment names the table, the bucket and the schedule group alike.
FUNCTION = "DispatchDeliveries"
PLURALS = {"delivery": "deliveries", "alias": "aliases"}
REMAINS = (
    "What remains, and until when:",
    "  - a keyed hash of the address, so that mails on their way bring nothing back: 30 days",
    "  - a raw mail that had no outcome yet, or that was refused: in the bucket, 30 days",
    "  - a mail's notice or an SES event that stands in a queue: 4 days, as a dead letter 14",
    "  - backups of the table (point-in-time recovery): 35 days",
    "  - logs, which hold ids alone: as long as the stack keeps logs",
    "  - a bounced or complaining address on SES's own suppression list: until it is removed there",
)


def stack_settings(clients: Callable[[str], Any], stack: str) -> settings.DispatchSettings:
    """Read the settings of a deployed stack from its function; raise SettingsError where one is missing."""
    found = clients("cloudformation").describe_stack_resource(StackName=stack, LogicalResourceId=FUNCTION)
    name = found["StackResourceDetail"]["PhysicalResourceId"]
    function = clients("lambda").get_function_configuration(FunctionName=name)
    return settings.load(settings.DispatchSettings, function["Environment"]["Variables"])


def erase(clients: Callable[[str], Any], stack: str, address: str, clock: Clock | None = None) -> list[str]:
    """Erase a user of a deployed stack and return what there is to say about it, in lines."""
    found = stack_settings(clients, stack)
    done = bootstrap.erase_user(found, clients, clock or SystemClock())(address.lower())
    if not done:
        nobody = f"Nobody in {stack} has the address {address}. Mails from it that came before now are not answered."
        return [nobody, *REMAINS]
    gone = ", ".join(
        f"{count} {PLURALS.get(kind, f'{kind}s') if count > 1 else kind}" for kind, count in sorted(done.items())
    )
    return [f"Erased from {stack}: {gone}.", *REMAINS]
