"""Raw mails in S3, where SES lays them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.errors import MailboxFault, MailGone

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

GONE = frozenset({"NoSuchKey", "404"})


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
