"""What happened, as structured log lines and three metrics: outcomes by name, ids, never an address or a subject."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from aws_lambda_powertools import Logger

from shared.domain.delivery import GIVEN_UP

SWEPT = "swept"
# The outcomes that are counted as metrics. CloudWatch bills each metric by the month, so these are the ones that an
# alarm or the dashboard needs; all others are counted from the log (docs/operations.md).
METRICS: Mapping[str, str] = MappingProxyType(
    {"sent": "DeliveriesSent", SWEPT: "DeliveriesWaiting"} | dict.fromkeys(GIVEN_UP, "DeliveriesGivenUp")
)


class Journal:
    """Writes outcomes of one function. Powertools reads service, namespace and level from the environment."""

    def __init__(self) -> None:
        self._logger = Logger()

    def outcome(self, name: str, **ids: str | int | None) -> None:
        """Log an outcome by its name with the ids that belong to it; count it where METRICS names it.

        What a sweep did to `count` Deliveries is one line, "swept_sent"; it counts like as many sent one by one.
        """
        self._logger.info(
            name, extra={"outcome": name, **{key: value for key, value in ids.items() if value is not None}}
        )
        metric = METRICS.get(name.removeprefix(f"{SWEPT}_"))
        if metric:
            _count(metric, int(ids.get("count") or 0) if name.startswith(SWEPT) else 1)

    def fault(self, error: Exception, **ids: str | None) -> None:
        """Log a fault by its kind; its text may quote input, so the text stays out."""
        self._logger.error("fault", extra={"fault": type(error).__name__, **ids})

    def began(self, context: Any) -> None:
        """Put the request id of this invocation on every line."""
        self._logger.append_keys(request_id=getattr(context, "aws_request_id", None))


def _count(metric: str, number: int) -> None:
    """Write a count in AWS's embedded metric format, which CloudWatch reads from the log; `service` names the stack."""
    # Most calls count nothing; they do without this import.
    from aws_lambda_powertools.metrics import MetricUnit, single_metric  # noqa: PLC0415 - as said

    with single_metric(name=metric, unit=MetricUnit.Count, value=number):
        pass
