"""What Foreword's cold starts are measured beside: the same two jobs in the usual stack of a Python Lambda function.

Powertools (Logger, Tracer, Metrics, idempotency, parser), pydantic, the standard library's email, icalendar, Jinja2 and
boto3, each used as its documentation shows, with nothing that would make it slower than need be: one client per
service, shared with the idempotency layer, and no part that the job has no use for. It reads less out of an invite and
guards against less than Foreword does. Its AWS calls are of the same order.
"""
