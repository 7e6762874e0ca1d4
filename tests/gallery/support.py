"""Which HTML and CSS the mails may use, by what mail programs take of it.

Looked up at caniemail.com (its data of September 2025) for Gmail on the web, iOS and Android, Outlook for Windows (the
classic one, which draws with Word), the new Outlook and Outlook.com, Apple Mail and Yahoo. A mail has to be read and
used in all of them; what only makes it nicer may be missing in some, and the table says what is lost where.
"""

from __future__ import annotations

from shared.domain.plain import words_of

# Taken by all of them as the mails use it.
EVERYWHERE = words_of(
    """
    background-color border border-bottom border-collapse border-top border-top-width color font-family font-size
    font-style font-weight letter-spacing line-height list-style margin margin-bottom margin-left margin-top
    padding-top padding-bottom text-align text-decoration text-transform vertical-align width border-color border-left
    border-left-color border-top-color background
    """
)
# Missing somewhere, and what the reader then sees.
NICER_WITH = {
    "padding": "classic Outlook takes it on table cells alone: boxes and the button are tighter, their text the same",
    "border-radius": "classic Outlook: square corners",
    "max-width": "classic Outlook: the column's width comes from a table that only it sees",
    "max-height": "classic Outlook: the preheader is hidden by mso-hide",
    "overflow": "as max-height",
    "mso-hide": "for classic Outlook alone",
    "display": "classic Outlook takes none alone: the text beside a box to tick follows it on the line",
    "float": "classic Outlook: as display",
    "white-space": "classic Outlook: a clock time may break after its minutes",
    "overflow-wrap": "in its place word-break",
    "word-break": "Yahoo: a word longer than the line may stand out",
    "-webkit-text-size-adjust": "for phones of Apple alone",
    "color-scheme": "Apple Mail alone; the others invert or stay light",
    "supported-color-schemes": "as color-scheme, in older Apple Mail",
    "height": "in print alone, from a browser or a desktop program",
    "column-count": "as height",
    "column-gap": "as height",
    "page-break-after": "as height",
    "page-break-inside": "as height",
}
# Nothing of these is missing anywhere for a reader: roles and aria-hidden are dropped by Yahoo, and the text stands.
ELEMENTS = words_of(
    """
    html head meta title style body div p span strong br h1 h2 h3 ul ol li a table caption tr th td
    """
)
ATTRIBUTES = words_of(
    """
    class style lang dir charset name content role aria-hidden href start scope align width cellpadding cellspacing
    border bgcolor
    """
)
MEDIA = frozenset({"", "(prefers-color-scheme: dark)", "(min-width: 600px)", "print"})
