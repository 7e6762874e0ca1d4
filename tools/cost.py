"""What Foreword costs: for a thousand invites, and a month in which no mail comes. docs/cost.md says it in words.

    python -m tools.cost

Whoever pays other prices, or measures other figures, changes them below and runs it again. Prices are those of
us-east-1 in dollars, as looked up on 2026-11-30, without any free allowance.
"""

from __future__ import annotations

import dataclasses

from tools import monday

MILLION = 1_000_000
HOURS = 730


@dataclasses.dataclass(frozen=True, slots=True)
class Price:
    """Dollars for one of what `unit` names; `confirmed` where AWS's own price list said so."""

    dollars: float
    unit: str
    confirmed: bool = False


PRICES = {
    # AWS Price List of 2026-07-22, by way of a published copy of it.
    "mail in": Price(0.0001, "mail", confirmed=True),
    "mail out": Price(0.0001, "mail, a la carte", confirmed=True),
    "mail out, Essentials": Price(0.00016, "mail, plan of new accounts since 2026-07-21", confirmed=True),
    # Looked up in others' tables of 2025 and 2026.
    "write": Price(0.625 / MILLION, "DynamoDB write unit"),
    "read": Price(0.125 / MILLION, "DynamoDB read unit"),
    "alarm": Price(0.10, "alarm metric and month"),
    "metric": Price(0.30, "metric and month with numbers in each hour"),
    "dashboard": Price(3.00, "dashboard and month"),
    "log": Price(0.50, "GB of log"),
    "schedule": Price(1.00 / MILLION, "schedule fired"),
    "queue": Price(0.40 / MILLION, "SQS request"),
    # From memory.
    "call": Price(0.20 / MILLION, "Lambda call"),
    "second": Price(0.0000133334, "second of 1 GB, arm64"),
    "topic": Price(0.50 / MILLION, "SNS publish"),
    "put": Price(0.005 / 1000, "S3 PUT or LIST"),
    "get": Price(0.0004 / 1000, "S3 GET"),
}

# What one invite uses; the calls are those of tests/call_counts.py. Units of DynamoDB: each item by its size (an
# interview has 1.1 KB, all others are below 1), twice in a transaction, once more for each change in the sweep's index.
SECONDS = {
    "receive_email": monday.seconds_for("receive_email"),
    "dispatch_deliveries": monday.seconds_for("dispatch_deliveries"),
    "record_feedback": 0.01,
    "send_delivery": 0.30,
}
INVITE_WITH_PACK = {
    "mail in": 1,
    "mail out": 1,
    "write": 57,
    "read": 15,
    "call": 4,
    "second": SECONDS["receive_email"] + SECONDS["dispatch_deliveries"] + 2 * SECONDS["record_feedback"],
    "topic": 1,
    "queue": 3,
    # SES lays the mail down; each hour the audit lists the names of thirty days, a thousand in one call.
    "put": 1 + 30 * 24 / 1000,
    "get": 1,
    "log": 5e-6,
}
# The reminder, the draft and the nudge, each with its schedule and SES's two events.
LATER_MAIL = {
    "mail out": 1,
    "write": 18,
    "read": 3,
    "call": 3,
    "second": SECONDS["send_delivery"] + 2 * SECONDS["record_feedback"],
    "schedule": 1,
    "log": 3e-6,
}
LATER_MAILS = 3

SWEEPS, AUDITS = HOURS * 12, HOURS
# Lambda asks an idle queue with five long polls of 20 seconds, and with fewer only where no concurrency is set
# (AWS: "Configuring scaling behavior for SQS event source mappings").
POLLS = HOURS * 3600 / 20 * 5
IDLE = {
    "queue": POLLS,
    "call": SWEEPS + AUDITS,
    # Four queries of 6 ms and the rest of a warm call. Where each finds its process gone, a start comes on top.
    "second": (SWEEPS + AUDITS) * 0.05,
    "read": SWEEPS * 4,
    "put": AUDITS,
    "log": (SWEEPS + AUDITS) * 0.5e-6,
}
COLD_START = 1.0
ALARMS_ALL, ALARMS_FEW = 10, 4
SERVICES = {
    "SES": ("mail in", "mail out", "mail out, Essentials"),
    "DynamoDB": ("write", "read"),
    "Lambda": ("call", "second"),
    "S3": ("put", "get"),
    "CloudWatch Logs": ("log",),
    "EventBridge Scheduler": ("schedule",),
    "SQS": ("queue",),
    "SNS": ("topic",),
}


def of(use: dict[str, float]) -> float:
    """Return what a use costs, in dollars."""
    return sum(PRICES[name].dollars * amount for name, amount in use.items())


def by_service(use: dict[str, float]) -> dict[str, float]:
    """Return the same by service."""
    return {
        service: of({name: amount for name, amount in use.items() if name in names})
        for service, names in SERVICES.items()
    }


def whole_invite() -> dict[str, float]:
    """Return what an invite uses until its last mail has left."""
    names = {*INVITE_WITH_PACK, *LATER_MAIL}
    return {name: INVITE_WITH_PACK.get(name, 0) + LATER_MAILS * LATER_MAIL.get(name, 0) for name in names}


def with_essentials(use: dict[str, float]) -> dict[str, float]:
    """Return the use with mails at the price of new accounts."""
    return {("mail out, Essentials" if name == "mail out" else name): amount for name, amount in use.items()}


def report() -> list[str]:
    """Return what the program prints: two tables in Markdown, in lines."""
    pack, whole = ({name: 1000 * n for name, n in use.items()} for use in (INVITE_WITH_PACK, whole_invite()))
    lines = ["| a thousand invites, by service | with their packs | with all four mails |", "|---|---|---|"]
    lines += [f"| {name} | {by_service(pack)[name]:.4f} | {by_service(whole)[name]:.4f} |" for name in SERVICES]
    lines.append(f"| **in all** | **{of(pack):.3f}** | **{of(whole):.3f}** |")
    new = f"{of(with_essentials(pack)):.3f} | {of(with_essentials(whole)):.3f}"
    lines.append(f"| in all, in an SES account of after 2026-07-21 (Essentials) | {new} |")
    cold = 1000 * COLD_START * PRICES["second"].dollars
    lines.append(f"| more for each cold start of {COLD_START:.0f} s in each invite | {cold:.3f} | {cold:.3f} |")
    lines += ["", "| a month without mail | dollars |", "|---|---|"]
    few = ALARMS_FEW * PRICES["alarm"].dollars
    lines.append(f"| `Alarms=all` ({ALARMS_ALL}) | {ALARMS_ALL * PRICES['alarm'].dollars:.2f} |")
    lines.append(f"| `Alarms=few` ({ALARMS_FEW}) | {few:.2f} |")
    lines.append(f"| the dashboard | {PRICES['dashboard'].dollars:.2f} |")
    lines += [f"| {service} | {cost:.3f} |" for service, cost in by_service(IDLE).items() if cost]
    cold = (SWEEPS + AUDITS) * COLD_START * PRICES["second"].dollars
    lines.append(f"| more where every sweep is a cold start | {cold:.3f} |")
    lines.append(f"| **in all, few alarms, no dashboard** | **{few + of(IDLE):.2f} to {few + of(IDLE) + cold:.2f}** |")
    every = ALARMS_ALL * PRICES["alarm"].dollars + of(IDLE)
    lines.append(f"| in all, all alarms, no dashboard | {every:.2f} to {every + cold:.2f} |")
    return lines


if __name__ == "__main__":
    print("\n".join(report()))
