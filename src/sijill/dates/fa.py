"""Calendar words of Persian, as `text.fold_arabic` leaves them: Gregorian months, and those of the solar Hijri year."""

from sijill.text import normalise


def fold(words: str) -> str:
    """The words as they stand in a folded text."""
    return normalise(words, arabic=True).text


def fold_all(table: dict) -> dict:
    """A table with its words folded."""
    return {fold(word): value for word, value in table.items()}


MONTHS = fold_all({
    "ژانویه": 1, "فوریه": 2, "مارس": 3, "آوریل": 4, "مه": 5, "می": 5, "ژوئن": 6, "ژوئیه": 7, "جولای": 7, "اوت": 8,
    "آگوست": 8, "سپتامبر": 9, "اکتبر": 10, "نوامبر": 11, "دسامبر": 12,
})  # fmt: skip
SOLAR = 100  # added to the number of a month of the solar Hijri year
MONTHS |= fold_all({
    "فروردین": 101, "اردیبهشت": 102, "خرداد": 103, "تیر": 104, "مرداد": 105, "شهریور": 106, "مهر": 107, "آبان": 108,
    "آذر": 109, "دی": 110, "بهمن": 111, "اسفند": 112,
})  # fmt: skip
YEAR = r"(?:19|20)\d\d|1[34]\d\d"
WEEKDAYS = fold_all({
    "دوشنبه": 0, "سه شنبه": 1, "سه‌شنبه": 1, "چهارشنبه": 2, "چهار شنبه": 2, "پنجشنبه": 3, "پنج شنبه": 3, "پنج‌شنبه": 3,
    "جمعه": 4, "شنبه": 5, "یکشنبه": 6, "یک شنبه": 6, "یک‌شنبه": 6,
})  # fmt: skip
PARTS = fold_all({
    "صبح": "morning", "بامداد": "dawn", "ظهر": "noon", "بعدازظهر": "afternoon", "بعد از ظهر": "afternoon", "عصر": "afternoon",
    "شامگاه": "evening", "شب": "night", "نیمه شب": "midnight",
})  # fmt: skip
DAYS = fold_all({
    "دیروز": (-1, ""), "روز گذشته": (-1, ""), "پریروز": (-2, ""), "امروز": (0, ""), "فردا": (1, ""), "پس فردا": (2, ""),
    "دیشب": (-1, "night"), "شب گذشته": (-1, "night"), "امشب": (0, "night"),
})  # fmt: skip
RELATIONS = fold_all(
    {"گذشته": "last", "پیش": "last", "آینده": "next", "بعد": "next", "این": "this", "جاری": "this"}
)
UNITS = fold_all({"ساعت": "hour", "روز": "day", "هفته": "week", "ماه": "month", "سال": "year"})
COUNTS = fold_all({
    "یک": 1, "دو": 2, "سه": 3, "چهار": 4, "پنج": 5, "شش": 6, "هفت": 7, "هشت": 8, "نه": 9, "ده": 10,
})  # fmt: skip
AGO = fold("{count} {unit} (?:پیش|قبل)")
LATER = fold("{count} {unit} (?:بعد|پس از آن)")
SAME = fold_all({"همان روز": 0, "روز بعد": 1, "روز قبل": -1})
ARTICLE = fold("(?:روز|در|در روز)")
OF, TO = fold("(?:ماه|سال)"), fold(" (?:تا|و) ")
DAY_ENDING, YEAR_ENDING = fold("م|ام"), ""
BOUNDS = fold_all({"از": "since", "تا": "until"})
RANGE_OPENERS = ("از", fold("بین"), fold("میان"))
RANGE_JOINS = (fold(" تا "), "-", " - ")
RANGE_ANDS = (" و ",)
