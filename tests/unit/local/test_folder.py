from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from local.folder import Folder
from local.ses import SentMail

RAW = (
    b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhello\r\n"
    b"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>hello</p>\r\n--b--\r\n"
)
MAIL = SentMail("1", datetime(2026, 11, 10, tzinfo=UTC), "a@example.com", ("b@example.com",), {}, "set", RAW)


def test_a_mail_lies_in_the_folder_whole_and_as_its_two_bodies(tmp_path: Path) -> None:
    written = Folder(tmp_path / "out").write_mail(MAIL, "prep_pack")
    assert written.path == tmp_path / "out" / "1-prep_pack.eml"
    assert written.subject == "Grüße"
    assert written.path.read_bytes() == RAW
    assert written.path.with_suffix(".txt").read_text("utf-8").strip() == "hello"
    assert written.path.with_suffix(".html").read_text("utf-8").strip() == "<p>hello</p>"


def test_what_an_earlier_demo_wrote_goes_and_anything_else_stays(tmp_path: Path) -> None:
    for name in ("1-prep_pack.eml", "12-thank_you.txt", "records.json", "notes.txt", "1-holiday.eml"):
        (tmp_path / name).write_text("old")
    Folder(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1-holiday.eml", "notes.txt"]


def test_the_records_of_several_tables_are_one_list_by_key(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.add_items([{"pk": "USER#1", "sk": "PROFILE", "n": 2}])
    folder.add_items([{"pk": "MAIL#1", "sk": "SEEN"}, {"pk": "USER#1", "sk": "PROFILE", "n": 3}])
    items = json.loads(folder.write_records().read_text("utf-8"))
    assert items == [{"pk": "MAIL#1", "sk": "SEEN"}, {"pk": "USER#1", "sk": "PROFILE", "n": 3}]
