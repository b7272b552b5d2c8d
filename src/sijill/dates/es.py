"""Calendar words of Spanish."""

MONTHS = {
    "enero": 1, "ene": 1, "febrero": 2, "feb": 2, "marzo": 3, "mar": 3, "abril": 4, "abr": 4, "mayo": 5, "junio": 6,
    "jun": 6, "julio": 7, "jul": 7, "agosto": 8, "ago": 8, "septiembre": 9, "setiembre": 9, "sept": 9, "octubre": 10,
    "oct": 10, "noviembre": 11, "nov": 11, "diciembre": 12, "dic": 12,
}  # fmt: skip
WEEKDAYS = {
    "lunes": 0, "martes": 1, "miércoles": 2, "miercoles": 2, "jueves": 3, "viernes": 4, "sábado": 5, "sabado": 5,
    "domingo": 6,
}  # fmt: skip
PARTS = {
    "por la mañana": "morning", "en la mañana": "morning", "de la mañana": "morning", "mediodía": "noon",
    "por la tarde": "afternoon", "en la tarde": "afternoon", "de la tarde": "afternoon", "por la noche": "night",
    "en la noche": "night", "de la noche": "night", "noche": "night", "tarde": "afternoon", "mañana": "morning",
    "madrugada": "dawn", "de madrugada": "dawn", "en la madrugada": "dawn", "al amanecer": "dawn",
}  # fmt: skip
DAYS = {
    "ayer": (-1, ""), "anteayer": (-2, ""), "antier": (-2, ""), "hoy": (0, ""), "mañana": (1, ""),
    "pasado mañana": (2, ""), "anoche": (-1, "night"), "esta noche": (0, "night"), "esta mañana": (0, "morning"),
    "esta tarde": (0, "afternoon"), "esta madrugada": (0, "dawn"),
}  # fmt: skip
RELATIONS = {
    "pasado": "last", "pasada": "last", "último": "last", "última": "last", "próximo": "next", "próxima": "next",
    "que viene": "next", "este": "this", "esta": "this",
}  # fmt: skip
UNITS = {
    "hora": "hour", "horas": "hour", "día": "day", "días": "day", "semana": "week", "semanas": "week", "mes": "month",
    "meses": "month", "año": "year", "años": "year",
}  # fmt: skip
COUNTS = {
    "un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
    "diez": 10, "quince": 15,
}  # fmt: skip
AGO = r"hace (?:unos |unas |casi )?{count} {unit}"
LATER = r"{count} {unit} (?:después|más tarde)"
SAME = {
    "el mismo día": 0,
    "ese mismo día": 0,
    "ese día": 0,
    "al día siguiente": 1,
    "el día anterior": -1,
    "la víspera": -1,
}
ARTICLE = r"(?:el|la|los|las|en la|por la)"
OF, TO = r"(?:de|del)", r" (?:al|a|y el|y) "
DAY_ENDING, YEAR_ENDING = "º", ""
BOUNDS = {"desde": "since", "hasta": "until"}
RANGE_OPENERS = ("del", "de", "entre", "entre el", "desde el")
RANGE_JOINS = (" al ", " a ", " hasta el ", "-", " - ")
RANGE_ANDS = (" y ", " y el ")
