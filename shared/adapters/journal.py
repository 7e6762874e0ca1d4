"""What happened, as structured log lines and one metric: outcomes by name, ids, never an address or a subject."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric


class Journal:
    """Writes outcomes of one function. Powertools reads service, namespace and level from the environment."""

    def __init__(self) -> None:
        self._logger = Logger()

    def outcome(self, name: str, **ids: str | int | None) -> None:
        """Log an outcome by its name with the ids that belong to it, and count it."""
        self._logger.info(
            name, extra={"outcome": name, **{key: value for key, value in ids.items() if value is not None}}
        )
        with single_metric(name="Outcomes", unit=MetricUnit.Count, value=1) as metric:
            metric.add_dimension(name="outcome", value=name)

    def fault(self, error: Exception, **ids: str | None) -> None:
        """Log a fault by its kind; its text may quote input, so the text stays out."""
        self._logger.error("fault", extra={"fault": type(error).__name__, **ids})

    def began(self, context: Any) -> None:
        """Put the request id of this invocation on every line."""
        self._logger.append_keys(request_id=getattr(context, "aws_request_id", None))
