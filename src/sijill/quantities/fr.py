"""What French says around numbers."""

from sijill.quantities.words import Words

NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20,
    "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80, "octante": 80,
    "nonante": 90,
}  # fmt: skip
WORDS = Words(
    "fr",
    NUMBERS=NUMBERS,
    HUNDRED={"cent": 100, "cents": 100},
    SCALES={"mille": 1000, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9},
    SCORE=("vingt", "vingts"),
    WIDE=(60, 80),
    TEN=("dix",),
    LINKS=("et",),
    BEFORE={
        "floor": r"au moins|pas moins de|plus (?:de|d['’])|un minimum de|minimum|dépass(?:e|ant|ent|é)|supérieure?s? à",
        "ceiling": r"jusqu['’]à|au plus|pas plus de|moins (?:de|d['’])|un maximum de|maximum|tout au plus",
        "nearly": r"près (?:de|d['’])|presque|quasi(?:ment)?|pas loin de|à peine moins de",
        "about": r"environ|quelque|autour de|à peu près|approximativement|dans les|estimée?s? à",
    },
    AFTER={"floor": r" au moins\b| ou plus\b| et plus\b", "ceiling": r" au plus\b| ou moins\b", "about": r" environ\b"},
    RANGE_OPENERS=("entre", "de"),
    RANGE_JOINS=r" ?(?:-|–|—) ?| à | ou ",
    AND_JOIN=" et ",
    PLURALS={"dizaines": 20, "douzaines": 24, "vingtaines": 40, "centaines": 200, "milliers": 2000, "millions": 2 * 10**6},
    ROUND={"dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
           "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000},
    FEW={"quelques": 2, "plusieurs": 3},
    VAGUE=r"(?:plusieurs |quelques |des |de )?(?:dizaines|douzaines|vingtaines|centaines|milliers)"
    r"(?: de (?:milliers|millions))?(?: de| d['’])?|plusieurs|quelques",
    UNGIVEN=r"(?:un (?:\w+ )?)?nombre (?:important |indéterminé |inconnu )?(?:de|d['’])",
    NONE=r"aucune?s?(?= (?:victimes?|morts?|blessés?|pertes?|tués?|civils?|soldats?))"
    r"|(?:sans faire de|sans)(?= (?:victimes?|morts?|blessés?|pertes?))|pas de(?= (?:victimes?|morts?|blessés?|pertes?))",
    TIME_UNITS=r"secondes?|minutes?|heures?|jours?|nuits?|semaines?|mois|ans?|années?|décennies?",
    BETWEEN_NUMBER_AND_TIME=r"(?:dernier(?:e)?s |longs |longues )?",
    UNITS=r"kilomètres?(?: carrés?)?|km2?|mètres?|cm|mm|hectares?|tonnes?|kilos?|kilogrammes?|kg|litres?|dollars?|euros?",
    PERCENT=r" ?%| ?pour ?cent\b",
    LABELS_ANY_CASE=r"résolution|articles?|numéro|n°|type|modèle|route|page|phase|chapitre|annexe|brigade|division|bataillon"
    r"|calibre",
    YEAR_WORDS=r"en|depuis|de|dès|vers|avant|après|début|fin|mi|année|été|hiver|printemps|automne|et|à",
    CLOCK_AFTER=r" ?(?:h\b|heures? (?:du matin|du soir|locales?|gmt))",
    AGE_AFTER=r" ans\b",
    IRREGULAR_PLURALS=("personnes", "morts", "blessés", "tués", "civils", "soldats", "combattants", "hommes", "femmes",
                       "enfants", "déplacés"),
    STOPS=("de", "du", "des", "le", "la", "les", "à", "au", "aux", "en", "dans", "sur", "par", "pour", "et", "ou", "qui", "que",
           "a", "ont", "est", "sont", "était", "étaient", "avec", "après", "avant"),
    MONTHS=("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
            "décembre"),
)  # fmt: skip
