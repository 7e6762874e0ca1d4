"""Raw mails in S3, where SES lays them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.errors import MailboxFault, MailGone

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

GONE = frozenset({"NoSuchKey", "404"})
# Where the receipt rule lays mails (receiving.yaml, ObjectKeyPrefix), each named by its SES message id.
PREFIX = "inbound/"
# SES tests a new rule with a mail of its own (AWS: "Deliver to S3 bucket action").
SETUP_MAIL = "AMAZON_SES_SETUP_NOTIFICATION"


class S3Mailbox:
    """Fills the Mailbox port."""

    def __init__(self, client: S3Client, bucket_name: str) -> None:
        self._client = client
        self._bucket = bucket_name

    def fetch(self, key: str) -> bytes:
        """Return the raw mail; raise MailGone where there is none any more, MailboxFault where S3 fails."""
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in GONE:
                raise MailGone("no such mail in the bucket") from None
            raise MailboxFault(f"GetObject: {code}") from error
        except BotoCoreError as error:
            raise MailboxFault(f"GetObject: {type(error).__name__}") from error

    def remove(self, mail_id: str) -> None:
        """Remove the raw mail; one that is gone already is no error."""
        try:
            self._client.delete_object(Bucket=self._bucket, Key=f"{PREFIX}{mail_id}")
        except ClientError as error:
            raise MailboxFault(f"DeleteObject: {error.response['Error']['Code']}") from error
        except BotoCoreError as error:
            raise MailboxFault(f"DeleteObject: {type(error).__name__}") from error

    def laid(self, start: datetime, end: datetime) -> Iterator[str]:
        """Yield the SES ids of the mails that were laid here from `start` on and before `end`.

        S3 lists by name alone, a thousand at a time, so this reads the names of all the mails that are kept.
        """
        try:
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=PREFIX):
                for mail in page.get("Contents", []):
                    if start <= mail["LastModified"] < end and not mail["Key"].endswith(SETUP_MAIL):
                        yield mail["Key"].removeprefix(PREFIX)
        except ClientError as error:
            raise MailboxFault(f"ListObjectsV2: {error.response['Error']['Code']}") from error
        except BotoCoreError as error:
            raise MailboxFault(f"ListObjectsV2: {type(error).__name__}") from error
