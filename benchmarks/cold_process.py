"""One cold start: import a handler, call it once with the event on standard input, end. Run by benchmarks/cold.py.

The handler is imported and called as Lambda's bootstrap does it. The last line on standard error is the peak of the
process's memory in KB, which the kernel counts from the program's start on (proc(5), VmHWM); without a handler it is
that of the bare interpreter. The process ends at once, as a function that has answered is frozen: what an interpreter
clears away at its end is nobody's waiting time.
"""

import os
import sys


class Context:
    """What a handler is told of its invocation (AWS: "Using the Lambda context object")."""

    aws_request_id = "8476a536-e9f4-11e8-9739-2dfe598c3fcd"
    function_name = "benchmark"
    function_version = "$LATEST"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:benchmark"

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        """Return how long the invocation may still take."""
        return 30_000


def main() -> None:
    """Call the handler that the first argument names, if there is one."""
    if sys.argv[1:]:
        # Only here: the bare interpreter imports nothing.
        import importlib  # noqa: PLC0415 - as said above
        import json  # noqa: PLC0415 - as said above

        module, _, name = sys.argv[1].rpartition(".")
        event = json.load(sys.stdin)
        getattr(importlib.import_module(module), name)(event, Context())
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - pathlib is an import
        peak = next(line.split()[1] for line in status if line.startswith("VmHWM"))
    sys.stdout.flush()
    sys.stderr.write(f"{peak}\n")
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
