"""What Persian says around numbers, in words as `text.fold_arabic` leaves them (one ya, one kaf, no half-spaces)."""

from sijill.quantities.words import Words
from sijill.text import normalise


def fold(text: str) -> str:
    """The words as they stand in a folded text."""
    return normalise(text, quotes=False, arabic=True).text


def fold_all(table: dict[str, int]) -> dict[str, int]:
    """The words of a table folded, each with its value."""
    return {fold(form): value for forms, value in table.items() for form in forms.split()}


NUMBERS = fold_all({
    "یک": 1, "دو": 2, "سه": 3, "چهار": 4, "پنج": 5, "شش": 6, "هفت": 7, "هشت": 8, "نه": 9, "ده": 10, "یازده": 11,
    "دوازده": 12, "سیزده": 13, "چهارده": 14, "پانزده": 15, "شانزده": 16, "هفده": 17, "هجده هیجده": 18, "نوزده": 19,
    "بیست": 20, "سی": 30, "چهل": 40, "پنجاه": 50, "شصت": 60, "هفتاد": 70, "هشتاد": 80, "نود": 90, "صد یکصد": 100,
    "دویست": 200, "سیصد": 300, "چهارصد": 400, "پانصد": 500, "ششصد": 600, "هفتصد": 700, "هشتصد": 800, "نهصد": 900,
})  # fmt: skip
WORDS = Words(
    "fa",
    NUMBERS=NUMBERS,
    SCALES=fold_all({"هزار": 1000, "میلیون": 10**6, "میلیارد": 10**9}),
    LINKS=("و",),
    BEFORE={
        "floor": fold(r"دست ?کم|حداقل|لااقل|بیش از|بیشتر از|بالغ بر|افزون بر|نه کمتر از"),
        "ceiling": fold(r"حداکثر|کمتر از|تا|نه بیش از"),
        "nearly": fold(r"نزدیک به|قریب به|تقریبا"),
        "about": fold(r"حدود|در حدود|حدودا|نزدیک"),
    },
    AFTER={"floor": fold(r" یا بیشتر\b"), "ceiling": fold(r" یا کمتر\b")},
    RANGE_OPENERS=(fold("بین"), fold("میان"), "از"),
    RANGE_JOINS=fold(r" ?(?:-|–|—) ?| تا | یا "),
    AND_JOIN=" و ",
    PLURALS=fold_all({"دهها ده‌ها": 20, "صدها": 200, "هزاران": 2000, "میلیونها میلیون‌ها": 2 * 10**6}),
    ROUND={},
    FEW=fold_all({"چند چندین": 3}),
    VAGUE=fold(
        r"(?:ده ?ها|صد ?ها|هزاران)(?: هزار| میلیون)?(?: تن از| نفر از)?|(?:چندین|چند) (?:صد|هزار|ده)|چندین|چند"
    ),
    UNGIVEN=fold(r"(?:شماری|تعدادی|تعداد زیادی|شمار زیادی|تعداد نامعلومی)(?: از)?"),
    NONE=fold(r"بدون(?= (?:تلفات|کشته|زخمی|خسارت|قربانی))|هیچ(?= (?:تلفات|کشته|زخمی|کس|فرد|قربانی))"),
    TIME_UNITS=fold(r"ثانیه|دقیقه|ساعت|روز|شب|هفته|ماه|سال"),
    UNITS=fold(r"کیلومتر(?: مربع)?|کیلومتری|متر|هکتار|تن(?= (?:مواد|کالا|گندم|کمک))|کیلوگرم|کیلو|دلار|یورو|ریال|تومان"),
    PERCENT=fold(r" ?%| درصد\b"),
    LABELS_ANY_CASE=fold(r"قطعنامه|ماده|شماره|لشکر|تیپ|گردان|جاده|صفحه|کالیبر|مدل|نوع"),
    YEAR_AFTER=r"(?<=\u0633\u0627\u0644 )1[34]\d\d(?!\d)",
    YEAR_WORDS=fold(r"سال|در|از|تا|اوایل|اواخر|اواسط|تابستان|زمستان|بهار|پاییز"),
    CLOCK_AFTER=fold(r" ?(?:صبح|بعدازظهر|عصر|شب|بامداد)\b"),
    AGE_AFTER=fold(r" ساله"),
    IRREGULAR_PLURALS=tuple(map(fold, ("نفر", "تن", "غیرنظامی", "نظامی", "سرباز", "کشته", "زخمی", "شبه‌نظامی", "کودک", "زن"))),
    STOPS=tuple(map(fold, ("در", "از", "به", "با", "و", "یا", "که", "را", "بر", "برای", "است", "بود", "شد"))),
    MONTHS=tuple(map(fold, ("ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر",
                            "دسامبر", "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر",
                            "دی", "بهمن", "اسفند"))),
)  # fmt: skip
