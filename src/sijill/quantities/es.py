"""What Spanish says around numbers."""

from sijill.quantities.words import Words

NUMBERS = {
    "un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
    "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciséis": 16, "diecisiete": 17,
    "dieciocho": 18, "diecinueve": 19, "veinte": 20, "veintiún": 21, "veintiuno": 21, "veintiuna": 21, "veintidós": 22,
    "veintitrés": 23, "veinticuatro": 24, "veinticinco": 25, "veintiséis": 26, "veintisiete": 27, "veintiocho": 28,
    "veintinueve": 29, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80,
    "noventa": 90, "cien": 100, "ciento": 100,
} | {
    stem + ending: value
    for stem, value in {
        "doscient": 200, "trescient": 300, "cuatrocient": 400, "quinient": 500, "seiscient": 600, "setecient": 700,
        "ochocient": 800, "novecient": 900,
    }.items()
    for ending in ("os", "as")
}  # fmt: skip
WORDS = Words(
    "es",
    NUMBERS=NUMBERS,
    SCALES={"mil": 1000, "millón": 10**6, "millones": 10**6},
    LINKS=("y",),
    BEFORE={
        "floor": r"al menos|por lo menos|no menos de|más de|como mínimo|un mínimo de|supera(?:n|ron)?|superior(?:es)? a",
        "ceiling": r"hasta|no más de|a lo sumo|como máximo|un máximo de|menos de",
        "nearly": r"casi|cerca de|cas[ií]|rozando",
        "about": r"alrededor de|aproximadamente|en torno a|un(?:os|as)|cerca de unos|estimad[oa]s? en",
    },
    AFTER={"floor": r" (?:al|por lo) menos\b| o más\b", "ceiling": r" como máximo\b| o menos\b",
           "about": r" aproximadamente\b"},
    RANGE_OPENERS=("entre", "de"),
    RANGE_JOINS=r" ?(?:-|–|—) ?| a | o | u ",
    AND_JOIN=" y ",
    PLURALS={"decenas": 20, "docenas": 24, "veintenas": 40, "centenares": 200, "cientos": 200, "miles": 2000,
             "millares": 2000, "millones": 2 * 10**6},
    ROUND={"decena": 10, "docena": 12, "quincena": 15, "veintena": 20, "treintena": 30, "centenar": 100, "millar": 1000},
    FEW={"varios": 3, "varias": 3, "algunos": 2, "algunas": 2, "unos pocos": 2, "unas pocas": 2},
    VAGUE=r"(?:varios |varias |algunos |algunas )?(?:decenas|docenas|veintenas|centenares|cientos|miles|millares)"
    r"(?: de (?:miles|millones))?(?: de)?|varios|varias|algunos|algunas|un[oa]s poc[oa]s",
    UNGIVEN=r"un (?:gran |número )?(?:número|cantidad)(?: indeterminad[oa]| desconocid[oa]| importante)? de",
    NONE=r"ningun[oa]?(?= (?:víctimas?|muertos?|heridos?|bajas?|civil(?:es)?|soldados?))"
    r"|ningún(?= (?:muerto|herido|civil|soldado))"
    r"|(?:sin|no hubo)(?= (?:víctimas?|muertos?|heridos?|bajas?))",
    TIME_UNITS=r"segundos?|minutos?|horas?|días?|noches?|semanas?|mes(?:es)?|años?|décadas?",
    BETWEEN_NUMBER_AND_TIME=r"(?:últim[oa]s )?",
    UNITS=r"kilómetros?(?: cuadrados?)?|km2?|metros?|cm|mm|hectáreas?|toneladas?|kilos?|kilogramos?|kg|litros?|dólares|euros?"
    r"|pesos?",
    PERCENT=r" ?%| ?por ciento\b",
    LABELS_ANY_CASE=r"resolución|artículos?|número|n[.º°]|tipo|modelo|ruta|carretera|página|fase|capítulo|anexo|brigada"
    r"|división|batallón|calibre",
    YEAR_WORDS=r"en|desde|de|del|hasta|hacia|antes|después|inicios|fines|finales|año|verano|invierno|primavera|otoño|y|a",
    CLOCK_AFTER=r" ?(?:horas?\b|h\b|de la (?:mañana|tarde|noche))",
    AGE_AFTER=r" años de edad\b",
    IRREGULAR_PLURALS=("personas", "muertos", "heridos", "civiles", "soldados", "combatientes", "hombres", "mujeres",
                       "niños", "desplazados"),
    STOPS=("de", "del", "el", "la", "los", "las", "a", "al", "en", "por", "para", "y", "o", "que", "ha", "han", "es", "son",
           "fue", "fueron", "con", "tras", "antes"),
    MONTHS=("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "setiembre", "octubre",
            "noviembre", "diciembre"),
)  # fmt: skip
