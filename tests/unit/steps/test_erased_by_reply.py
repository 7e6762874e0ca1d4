"""The reply that erases, where its function breaks off: what it leaves is finished when the mail comes again."""

from __future__ import annotations

import pytest

from shared.domain.delivery import Delivery, Kind, State
from shared.domain.errors import MailboxFault
from tests.builders import MAIL_ID, NOW, ROBIN, a_notice, a_user, raw_mail
from tests.fakes import REPLY_PATHS, FakeClock, FakeMailbox, InMemoryRecords, receives

USER_ID = "0123456789ab"


class FailingMailbox(FakeMailbox):
    """Does not delete the mail that confirmed for as long as it is `down`."""

    down = False

    def remove(self, mail_id: str) -> None:
        if self.down and mail_id == MAIL_ID:
            raise MailboxFault("S3 does not answer")
        super().remove(mail_id)


def _asked(records: InMemoryRecords) -> Delivery:
    (asked,) = (owed for owed in records.all(State.PENDING) if owed.kind is Kind.ERASE_ASKED)
    return asked


def test_the_mail_that_confirmed_is_removed_also_where_its_function_broke_off_behind_the_record() -> None:
    mailbox, records, clock = FailingMailbox(), InMemoryRecords(), FakeClock()
    receive = receives(records, mailbox, clock)
    records.users = {USER_ID: a_user(id=USER_ID)}
    asks = a_notice("asks")
    mailbox.mails[asks.key] = raw_mail([("Subject", "erase")], "erase\r\n", mail_id="asks")
    assert receive(asks) == "reply_taken"
    address = REPLY_PATHS.reply_to(_asked(records), NOW)
    assert address
    confirms = a_notice(MAIL_ID, recipients=(address,))
    mailbox.mails[confirms.key] = raw_mail([("Subject", "Re: erase")], "erase\r\n", to=address)
    mailbox.down = True
    with pytest.raises(MailboxFault):
        receive(confirms)
    mailbox.down = False
    receive(confirms)
    assert mailbox.mails == {}
    assert records.user_id_at(ROBIN) is None
    assert [owed.kind for owed in records.all()] == [Kind.ERASED]
