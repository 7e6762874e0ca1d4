"""What Foreword's cold starts are measured beside: the same two jobs in the usual stack of a Python Lambda function.

Powertools (Logger, Tracer, Metrics, idempotency, parser), pydantic, the standard library's email, icalendar, Jinja2 and
boto3, each used as its own documentation shows first, put together as in the AWS Lambda Handler Cookbook
(github.com/ran-isenberg/aws-lambda-handler-cookbook): DynamoDB through boto3's resource, the idempotency layer with a
client of its own, each step traced. Nothing is there that the job has no use for: no batch utility for batches of one,
no e-mail validator, no settings library, and receive does not import what send needs. It reads less out of an invite,
writes a plainer mail and guards against less than Foreword does. Its AWS calls are of the same order.
"""
