"""Calendar words of French."""

MONTHS = {
    "janvier": 1, "janv": 1, "février": 2, "fevrier": 2, "févr": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5, "juin": 6,
    "juillet": 7, "juil": 7, "août": 8, "aout": 8, "septembre": 9, "sept": 9, "octobre": 10, "oct": 10, "novembre": 11,
    "nov": 11, "décembre": 12, "decembre": 12, "déc": 12,
}  # fmt: skip
WEEKDAYS = {"lundi": 0, "mardi": 1, "mercredi": 2, "jeudi": 3, "vendredi": 4, "samedi": 5, "dimanche": 6}
PARTS = {
    "matin": "morning", "matinée": "morning", "midi": "noon", "après-midi": "afternoon", "soir": "evening",
    "soirée": "evening", "nuit": "night", "aube": "dawn", "l'aube": "dawn", "à l'aube": "dawn", "minuit": "midnight",
}  # fmt: skip
DAYS = {
    "hier": (-1, ""), "avant-hier": (-2, ""), "aujourd'hui": (0, ""), "ce jour": (0, ""), "demain": (1, ""),
    "après-demain": (2, ""), "cette nuit": (0, "night"), "ce matin": (0, "morning"), "ce soir": (0, "evening"),
    "la nuit dernière": (-1, "night"),
}  # fmt: skip
RELATIONS = {
    "dernier": "last", "dernière": "last", "passé": "last", "passée": "last", "prochain": "next", "prochaine": "next",
    "ce": "this", "cette": "this",
}  # fmt: skip
UNITS = {
    "heure": "hour", "heures": "hour", "jour": "day", "jours": "day", "semaine": "week", "semaines": "week",
    "mois": "month", "an": "year", "ans": "year", "année": "year", "années": "year",
}  # fmt: skip
COUNTS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "quinze": 15,
}  # fmt: skip
AGO = r"il y a (?:environ |près de )?{count} {unit}"
LATER = r"{count} {unit} (?:plus tard|après)"
SAME = {"le même jour": 0, "le jour même": 0, "le lendemain": 1, "la veille": -1, "le surlendemain": 2}
ARTICLE = r"(?:le|la|les|en|dans la|au|du)"
OF, TO = r"(?:de|du)", r" (?:au|à|et le|et) "
DAY_ENDING, YEAR_ENDING = "er", ""
BOUNDS = {"depuis": "since", "dès": "since", "jusqu'au": "until", "jusqu'à": "until", "d'ici": "until"}
RANGE_OPENERS = ("du", "de", "entre", "entre le", "depuis le")
RANGE_JOINS = (" au ", " à ", " jusqu'au ", "-", " - ")
RANGE_ANDS = (" et ", " et le ")
