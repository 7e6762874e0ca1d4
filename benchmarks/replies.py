"""What is read right of replies, each mail program's in each language: `make replies` prints right/total.

A reply is right where its commands, its notes (blank lines aside) and its doubts are those that were meant. Worse than
any fault is a command that changes or deletes where none was meant: those are counted by themselves.
"""

from __future__ import annotations

from collections import defaultdict

from shared.domain.commands import DESTRUCTIVE, CommandWord, ReplyText
from shared.inbox.reply.reading import read_reply
from tests.reply_cases import CASES, Case
from tests.reply_layouts import LANGUAGES

_AUTHOR = "Jordan Lee"
_SUBJECT = "Re: Your talk with Priya Nair"


def read_case(case: Case) -> ReplyText:
    """Read a case as the product does."""
    return read_reply(case.bodies.text, case.bodies.html, _SUBJECT, _AUTHOR)


def faults(case: Case) -> list[str]:
    """Return what a reading got wrong, in words; nothing where all is right."""
    reply, meant = read_case(case), case.message
    told = [] if reply.commands == meant.commands else [f"commands {[str(one.word) for one in reply.commands]}"]
    if _lines(reply.notes) != _lines(meant.notes):
        told.append(f"notes {reply.notes!r}")
    if tuple(line.could_be for line in reply.in_doubt) != meant.doubts:
        told.append(f"in doubt {[line.line for line in reply.in_doubt]}")
    return told


def invented(case: Case) -> set[CommandWord]:
    """Return the destructive commands that were found and not meant."""
    found = {command.word for command in read_case(case).commands}
    return (found - {command.word for command in case.message.commands}) & DESTRUCTIVE


def _lines(notes: str) -> list[str]:
    return [line for line in notes.split("\n") if line]


def main() -> None:
    """Print the table, a row for each program and style, and then every fault."""
    cells: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    wrong, destructive = [], 0
    for case in CASES:
        program, language, style = case.name.split(":")[0].removesuffix(", adorned").split(", ", 2)
        told = faults(case)
        cells[f"{program}, {style}"][language].append(not told)
        wrong += [f"wrong: {case.name}: {'; '.join(told)}"] if told else []
        destructive += bool(invented(case))
    print(f"| reply | {' | '.join(LANGUAGES)} |\n|---|{'---|' * len(LANGUAGES)}")
    for name, row in cells.items():
        print(f"| {name} | {' | '.join(f'{sum(row[one])}/{len(row[one])}' for one in LANGUAGES)} |")
    right = len(CASES) - len(wrong)
    print(f"\n{right}/{len(CASES)} replies right ({right / len(CASES):.1%})")
    print(f"{destructive} with a destructive command that nobody wrote", *wrong, sep="\n")


if __name__ == "__main__":
    main()
