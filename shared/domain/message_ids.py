"""The names of mails, by which mail programs make threads."""

from __future__ import annotations

import re

_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,125}@[!-;=?-~]{1,125}>")


def is_message_id(text: str) -> bool:
    """Tell whether this is one message id, with its angle brackets, that may stand in a header of ours.

    RFC 5322, 3.6.4, without white space. "=?" would begin an encoded word (RFC 2047), which a library that writes the
    header anew decodes, line breaks and all.
    """
    return _MESSAGE_ID.fullmatch(text) is not None and "=?" not in text
