"""Names of months, weekdays and parts of the day, in the languages whose mails we read. Data, and one lookup each.

Every word is kept folded (see `fold`): lower case, no accents. A month's short form is any unambiguous beginning of at
least three letters, so only short forms that are no beginning stand here.
"""

from __future__ import annotations

import functools
import re

from shared.domain.plain import normalized
from shared.inbox.wording.tables import phrases, single_words

_MONTHS = """
january february march april may june july august september october november december
januar februar marz april mai juni juli august september oktober november dezember
janner feber maerz . . . . . . . . .
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
. . . . . . . . setiembre . . .
janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
januari februari maart april mei juni juli augustus september oktober november december
januar februar marts april maj juni juli august september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
januar februar mars april mai juni juli august september oktober november desember
tammikuu helmikuu maaliskuu huhtikuu toukokuu kesakuu heinakuu elokuu syyskuu lokakuu marraskuu joulukuu
stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik . grudzien
ledna unora brezna dubna kvetna cervna cervence srpna zari rijna . prosince
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december
ocak subat mart nisan mayıs haziran temmuz agustos eylul ekim kasım aralık
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
"""

_SHORT_MONTHS = {
    "mar": 3,
    "sept": 9,
    "set": 9,
    "mrt": 3,
    "mrz": 3,
    "janv": 1,
    "fevr": 2,
    "juil": 7,
    "ene": 1,
    "dic": 12,
    "gen": 1,
    "mag": 5,
    "giu": 6,
    "lug": 7,
    "ott": 10,
    "out": 10,
    "dez": 12,
    "okt": 10,
    "des": 12,
    "nov": 11,
    "noem": 11,
}
# November in Polish and Czech, October in Croatian.
_TWO_MONTHS = {"listopada": (10, 11), "listopad": (10, 11), "lis": (10, 11)}

# Monday first.
_WEEKDAYS = """
monday tuesday wednesday thursday friday saturday sunday
mon tue wed thu fri sat sun
. tues weds thurs . . .
montag dienstag mittwoch donnerstag freitag samstag sonntag
mo di mi do fr sa so
. . . . . sonnabend .
lundi mardi mercredi jeudi vendredi samedi dimanche
lun mar mer jeu ven sam dim
lunes martes miercoles jueves viernes sabado domingo
lun mar mie jue vie sab dom
segunda terca quarta quinta sexta sabado domingo
segunda-feira terca-feira quarta-feira quinta-feira sexta-feira . .
seg ter qua qui sex sab dom
lunedi martedi mercoledi giovedi venerdi sabato domenica
lun mar mer gio ven sab dom
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
ma di wo do vr za zo
mandag tirsdag onsdag torsdag fredag lordag sondag
man tir ons tor fre lor son
. . . . . lørdag søndag
mandag tisdag onsdag torsdag fredag lordag sondag
. tis . tors . . .
maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina
ma ti ke to pe la su
poniedziałek wtorek sroda czwartek piatek sobota niedziela
pon wt sr czw pt sob niedz
pondeli utery streda ctvrtek patek sobota nedele
po ut st ct pa so ne
luni marti miercuri joi vineri sambata duminica
hetfo kedd szerda csutortok pentek szombat vasarnap
pazartesi salı carsamba persembe cuma cumartesi pazar
понедельник вторник среда четверг пятница суббота воскресенье
пн вт ср чт пт сб вс
понеділок вівторок середа четвер п'ятниця субота неділя
星期一 星期二 星期三 星期四 星期五 星期六 星期日
. . . . . . 星期天
周一 周二 周三 周四 周五 周六 周日
週一 週二 週三 週四 週五 週六 週日
月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日
(月) (火) (水) (木) (金) (土) (日)
월요일 화요일 수요일 목요일 금요일 토요일 일요일
"""

# The hour that a word adds to a twelve-hour time; None where the word alone does not settle it.
MORNING = ("am", "a.m.", "a.m", "a. m.", "上午", "午前", "오전", "早上", "凌晨")
AFTERNOON = ("pm", "p.m.", "p.m", "p. m.", "下午", "午後", "오후", "晚上")
NOON = ("noon", "midday", "12 noon")
ALL_DAY = phrases(
    """
    all day; all-day; ganztagig; toute la journee; todo el dia; dia inteiro; tutto il giorno; hele dag; 終日;
    全天; 종일
    """
)

_FIRST_CJK = "\u3000"
_ACCENTS = re.compile("[\u0300-\u036f]+")
# Words between the parts of a date or time. The second group also joins the two ends of a range.
FILLERS = frozenset(
    single_words(
        """
        at on um am den der vom a las les le la el il op om de del des dia em im alle ore ora klo kl o u v h uhr hrs à
        as from von van de da das dalle desde des entre with uur das t og and changed modified geandert 的 に の г р
        """
    )
)
JOINERS = frozenset(
    [
        "to",
        "bis",
        "until",
        "till",
        "til",
        "a",
        "au",
        "al",
        "alle",
        "do",
        "tot",
        "t/m",
        "ate",
        "as",
        "hasta",
        "至",
        "到",
        "から",
        "-",
        "~",
        "och",
        "jusqu'a",
        "jusque",
    ]
)


def fold(text: str) -> str:
    """Return the text as the tables hold their words: compatibility forms unified, lower case, Latin accents gone."""
    plain = normalized("NFKC", text).lower().replace("ß", "ss").replace("\u2019", "'")
    if plain.isascii():
        return plain
    return strip_accents(plain)


def strip_accents(text: str) -> str:
    """Remove combining accents (U+0300 to U+036F) and leave every other script as it is."""
    return normalized("NFC", _ACCENTS.sub("", normalized("NFD", text)))


def months_of(word: str) -> tuple[int, ...]:
    """Return which months (1 to 12) a folded name, whole or shortened, may mean; none for any other word."""
    word = word.rstrip(".")
    if word in _TWO_MONTHS:
        return _TWO_MONTHS[word]
    month = _months().get(word)
    return (month,) if month else ()


def weekday_of(word: str) -> frozenset[int]:
    """Return which days a folded word may name, Monday being 0: "di" is Tuesday in German and in Dutch alike."""
    return _weekdays().get(word.rstrip("."), frozenset())


def cjk_weekdays() -> tuple[str, ...]:
    """Return the weekday words that stand without spaces around them, the longest first."""
    words = (word for word in _weekdays() if word[0] == "(" or (not word.isascii() and word[-1] > _FIRST_CJK))
    return tuple(sorted(words, key=len, reverse=True))


@functools.cache
def _months() -> dict[str, int]:
    lines = [line.split() for line in _MONTHS.strip().splitlines()]
    whole = {name: number for line in lines for number, name in enumerate(line, start=1) if name != "."}
    # Finnish puts the month into the partitive: "12. marraskuuta".
    whole |= {f"{name}ta": number for name, number in whole.items() if name.endswith("kuu")}
    short: dict[str, set[int]] = {}
    for name, number in whole.items():
        for length in range(3, len(name)):
            short.setdefault(name[:length], set()).add(number)
    table = {word: numbers.pop() for word, numbers in short.items() if len(numbers) == 1}
    table.update(_SHORT_MONTHS)
    table.update(whole)
    return table


@functools.cache
def _weekdays() -> dict[str, frozenset[int]]:
    table: dict[str, set[int]] = {}
    for line in _WEEKDAYS.strip().splitlines():
        for day, name in enumerate(line.split()):
            if name != ".":
                table.setdefault(name, set()).add(day)
    return {word: frozenset(days) for word, days in table.items()}
