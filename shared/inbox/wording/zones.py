"""Abbreviations, names in words and cities of time zones, in the languages whose mails we read. Data.

Windows' and IANA's own names are read by zone_names; these are how people and mail programs write zones in a text.
"""

from __future__ import annotations

from shared.inbox.wording.tables import phrases, single_words

# Abbreviation → the zones that use it, with the offset in minutes that it stands for (None: whatever is in force).
ABBREVIATIONS: dict[str, tuple[tuple[str, int | None], ...]] = {
    "UTC": (("UTC", 0),),
    "GMT": (("Europe/London", 0), ("UTC", 0)),
    "Z": (("UTC", 0),),
    "PST": (("America/Los_Angeles", -480),),
    "PDT": (("America/Los_Angeles", -420),),
    "PT": (("America/Los_Angeles", None),),
    "MST": (("America/Denver", -420), ("America/Phoenix", -420)),
    "MDT": (("America/Denver", -360),),
    "MT": (("America/Denver", None),),
    "CST": (("America/Chicago", -360), ("Asia/Shanghai", 480), ("America/Havana", -300)),
    "CDT": (("America/Chicago", -300), ("America/Havana", -240)),
    "CT": (("America/Chicago", None),),
    "EST": (("America/New_York", -300),),
    "EDT": (("America/New_York", -240),),
    "ET": (("America/New_York", None),),
    "AST": (("America/Halifax", -240), ("Asia/Riyadh", 180)),
    "ADT": (("America/Halifax", -180),),
    "NST": (("America/St_Johns", -210),),
    "NDT": (("America/St_Johns", -150),),
    "AKST": (("America/Anchorage", -540),),
    "AKDT": (("America/Anchorage", -480),),
    "HST": (("Pacific/Honolulu", -600),),
    "BRT": (("America/Sao_Paulo", -180),),
    "ART": (("America/Argentina/Buenos_Aires", -180),),
    "COT": (("America/Bogota", -300),),
    "WET": (("Europe/Lisbon", 0),),
    "WEST": (("Europe/Lisbon", 60),),
    "BST": (("Europe/London", 60), ("Asia/Dhaka", 360)),
    "IST": (("Asia/Kolkata", 330), ("Asia/Jerusalem", 120), ("Europe/Dublin", 60)),
    "IDT": (("Asia/Jerusalem", 180),),
    "CET": (("Europe/Paris", 60),),
    "CEST": (("Europe/Paris", 120),),
    "MEZ": (("Europe/Berlin", 60),),
    "MESZ": (("Europe/Berlin", 120),),
    "HNEC": (("Europe/Paris", 60),),
    "HAEC": (("Europe/Paris", 120),),
    "EET": (("Europe/Helsinki", 120),),
    "EEST": (("Europe/Helsinki", 180),),
    "MSK": (("Europe/Moscow", 180),),
    "WAT": (("Africa/Lagos", 60),),
    "CAT": (("Africa/Maputo", 120),),
    "EAT": (("Africa/Nairobi", 180),),
    "TRT": (("Europe/Istanbul", 180),),
    "CLT": (("America/Santiago", -240),),
    "CLST": (("America/Santiago", -180),),
    "PET": (("America/Lima", -300),),
    "VET": (("America/Caracas", -240),),
    "UYT": (("America/Montevideo", -180),),
    "NPT": (("Asia/Kathmandu", 345),),
    "PHT": (("Asia/Manila", 480),),
    "MYT": (("Asia/Kuala_Lumpur", 480),),
    "SAST": (("Africa/Johannesburg", 120),),
    "GST": (("Asia/Dubai", 240),),
    "PKT": (("Asia/Karachi", 300),),
    "WIB": (("Asia/Jakarta", 420),),
    "ICT": (("Asia/Bangkok", 420),),
    "HKT": (("Asia/Hong_Kong", 480),),
    "SGT": (("Asia/Singapore", 480),),
    "AWST": (("Australia/Perth", 480),),
    "JST": (("Asia/Tokyo", 540),),
    "KST": (("Asia/Seoul", 540),),
    "ACST": (("Australia/Adelaide", 570), ("Australia/Darwin", 570)),
    "ACDT": (("Australia/Adelaide", 630),),
    "AEST": (("Australia/Sydney", 600), ("Australia/Brisbane", 600)),
    "AEDT": (("Australia/Sydney", 660),),
    "NZST": (("Pacific/Auckland", 720),),
    "NZDT": (("Pacific/Auckland", 780),),
}

# These mean one offset in every season, whatever clocks do where they are used.
ALL_YEAR = frozenset({"GMT", "UTC", "Z", "WET"})


# Names of zones in words (folded) by the zone that they mean where no city follows.
_NAMES_OF = {
    "America/Los_Angeles": phrases(
        """
        pacific; pacific standard; pacific daylight; us pacific; us/pacific; tiempo del pacifico;
        hora estandar del pacifico; hora del pacifico; heure du pacifique; heure normale du pacifique;
        nordamerikanische westkustenzeit; horario padrao do pacifico; アメリカ太平洋標準時; 太平洋標準時;
        北美太平洋标准时间; 太平洋时间; 太平洋夏令时间; ora del pacifico
        """
    ),
    "America/Denver": phrases("mountain; mountain standard; mountain daylight; us mountain; us/mountain"),
    "America/Chicago": phrases(
        """
        central; central standard; central daylight; us central; us/central; nordamerikanische inlandzeit;
        nordamerikanische zentralzeit; hora central; heure du centre
        """
    ),
    "America/New_York": phrases(
        """
        eastern; eastern standard; eastern daylight; us eastern; us/eastern; nordamerikanische ostkustenzeit;
        hora del este; hora estandar oriental; hora oriental; heure de l'est; heure normale de l'est;
        heure d'ete de l'est; ora orientale usa; アメリカ東部標準時; 北美东部标准时间; 美国东部时间;
        horario do leste
        """
    ),
    "America/Halifax": phrases("atlantic; atlantic standard; atlantic daylight"),
    "America/Anchorage": phrases("alaska; alaska standard; alaskan"),
    "Pacific/Honolulu": phrases("hawaii; hawaii-aleutian; hawaii-aleutian standard; hawaiian"),
    "America/Phoenix": phrases("arizona; us mountain standard"),
    "America/Sao_Paulo": phrases("brasilia; brasilia standard; horario padrao de brasilia; horario de brasilia"),
    "America/Argentina/Buenos_Aires": phrases("argentina; argentina standard; hora estandar de argentina"),
    "Europe/London": phrases("united kingdom; british; british summer; gmt standard; uk"),
    # By its abbreviation: it is one offset all the year, and London's only in winter.
    "GMT": phrases(
        """
        greenwich mean; greenwich; mittlere greenwich-zeit; heure de greenwich; heure moyenne de greenwich;
        hora de greenwich
        """
    ),
    "Europe/Paris": phrases(
        """
        central european; central european standard; central european summer; heure normale d'europe centrale;
        heure d'ete d'europe centrale; heure d'europe centrale; hora de europa central;
        hora estandar de europa central; hora de verano de europa central; ora standard dell'europa centrale;
        ora legale dell'europa centrale; ora dell'europa centrale; horario padrao da europa central;
        horario da europa central; horario de verao da europa central; hora padrao da europa central;
        hora de verao da europa central; hora da europa central; midden-europese; midden-europese standaard;
        midden-europese zomer; 中央ヨーロッパ標準時; 中欧标准时间; 中央ヨーロッパ夏時間; 中欧夏令时间; 中欧时间;
        hora central europea
        """
    ),
    "Europe/Berlin": phrases(
        """
        mitteleuropaische zeit; mitteleuropaische normalzeit; mitteleuropaische sommerzeit; w. europe standard
        """
    ),
    "Europe/Lisbon": phrases(
        """
        western european; western european standard; western european summer; hora da europa ocidental;
        hora padrao da europa ocidental; hora de verao da europa ocidental; horario da europa ocidental;
        uk, ireland, lisbon
        """
    ),
    "Europe/Helsinki": phrases(
        """
        eastern european; eastern european standard; eastern european summer; osteuropaische zeit
        """
    ),
    "Europe/Moscow": phrases("moscow standard; moscow; москва"),
    "Asia/Kolkata": phrases("india; india standard; indian standard"),
    "Asia/Tokyo": phrases("japan; japan standard; 日本標準時; 日本标准时间; tokyo standard; 日本時間"),
    "Asia/Seoul": phrases("korea; korean standard; korea standard; 대한민국 표준시; 한국 표준시"),
    "Asia/Shanghai": phrases("china; china standard; 中国标准时间; 中国標準時; 北京时间; 北京時間; heure de chine"),
    "Asia/Singapore": phrases("singapore; singapore standard"),
    "Asia/Hong_Kong": phrases("hong kong sar; hong kong standard; 香港标准时间; 香港時間"),
    "Asia/Jerusalem": phrases("israel; israel standard"),
    "Asia/Dubai": phrases("gulf standard"),
    "Australia/Sydney": phrases(
        """
        australian eastern; australian eastern standard; australian eastern daylight; eastern australia;
        aus eastern standard
        """
    ),
    "Pacific/Auckland": phrases("new zealand; new zealand standard; new zealand daylight"),
    "UTC": phrases(
        """
        coordinated universal; universal; universal time utc; koordinierte weltzeit; temps universel coordonne;
        tiempo universal coordinado; 協定世界時; 协调世界时
        """
    ),
}

# Cities that no IANA zone is named after, or that another language writes otherwise (folded).
_CITIES_OF = {
    "America/Los_Angeles": phrases(
        """
        san francisco; seattle; portland; san diego; palo alto; las vegas; us & canada pacific; tijuana
        """
    ),
    "America/Denver": phrases("salt lake city"),
    "America/Chicago": phrases("dallas; houston; austin; minneapolis; st. louis"),
    "America/New_York": phrases(
        """
        boston; washington; washington d.c.; washington dc; philadelphia; atlanta; miami; nueva york; nova york;
        nova iorque; 纽约; ニューヨーク; montreal; quebec; new york city
        """
    ),
    "America/Toronto": phrases("ottawa"),
    "America/Mexico_City": phrases("guadalajara; monterrey; ciudad de mexico"),
    "America/Sao_Paulo": phrases("brasilia; rio de janeiro"),
    "America/Argentina/Buenos_Aires": phrases("buenos aires"),
    "America/Bogota": phrases("bogota"),
    "Europe/London": phrases(
        "edinburgh; manchester; londres; londra; londen; londyn; 伦敦; ロンドン; edimburgo; edimbourg"
    ),
    "Europe/Lisbon": phrases("lisboa; lissabon; lisbonne; lisbona"),
    "Europe/Dublin": phrases("dublino"),
    "Europe/Berlin": single_words(
        """
        bern berlijn berlino berlim 柏林 ベルリン munich munchen hamburg frankfurt koln cologne stuttgart
        """
    ),
    "Europe/Rome": phrases("rom; roma; milan; milano; mailand; 罗马; ローマ"),
    "Europe/Stockholm": phrases("stoccolma; estocolmo"),
    "Europe/Vienna": phrases("wien; vienne; wenen; viena"),
    "Europe/Zurich": phrases("zurigo; geneva; genf; geneve; berna; berne"),
    "Europe/Paris": phrases("parijs; parigi; 巴黎; パリ; lyon"),
    "Europe/Brussels": phrases("bruxelles; brussel; brussels; bruselas; bruxelas; brüssel"),
    "Europe/Copenhagen": phrases("kopenhagen; copenhague; kobenhavn; copenaghen; copenhaga"),
    "Europe/Madrid": phrases("barcelona"),
    "Europe/Amsterdam": phrases("阿姆斯特丹; アムステルダム"),
    "Europe/Warsaw": phrases("warschau; varsovie; varsovia; warszawa; varsavia"),
    "Europe/Prague": phrases("prag; praga; praag; praha"),
    "Europe/Budapest": phrases("boedapest"),
    "Europe/Athens": phrases("athen; athenes; atenas; athene; atene"),
    "Europe/Moscow": phrases("moskau; moscou; moscu; moskou; mosca; st. petersburg; москва"),
    "Europe/Kyiv": phrases("kiev"),
    "Europe/Istanbul": phrases("estambul"),
    "Asia/Kolkata": phrases(
        "mumbai; chennai; new delhi; bangalore; bengaluru; hyderabad; 孟买; 钦奈; 加尔各答; 新德里"
    ),
    "Asia/Tokyo": phrases("osaka; sapporo; 東京; 大阪; 札幌; 东京; tokio; toquio"),
    "Asia/Shanghai": phrases("beijing; chongqing; peking; pekin; 北京; 上海; 重庆; pequim; pechino; shenzhen"),
    "Asia/Hong_Kong": phrases("香港"),
    "Asia/Singapore": phrases("kuala lumpur singapore; 新加坡; シンガポール; singapur; singapour"),
    "Asia/Seoul": phrases("서울; 首尔; ソウル; seul"),
    "Asia/Taipei": phrases("台北; taiwan"),
    "Asia/Dubai": phrases("abu dhabi; muscat"),
    "Asia/Jerusalem": phrases("tel aviv"),
    "Australia/Sydney": phrases("canberra; 悉尼; シドニー"),
    "Pacific/Auckland": phrases("wellington"),
    "Africa/Johannesburg": phrases("pretoria"),
}

NAMES = {name: zone for zone, names in _NAMES_OF.items() for name in names}
CITIES = {name: zone for zone, names in _CITIES_OF.items() for name in names}
