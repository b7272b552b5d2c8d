"""Calendar words of Burmese: Gregorian months, the day after the month and the year before it; no lunar dates.

Burmese sets no spaces between words: names of months and days are read with what marks them ("လ", "ရက်", "နေ့").
"""

from sijill.unspaced import SYLLABLE_END, SYLLABLE_START

MONTHS = {
    "ဇန်နဝါရီ": 1, "ဖေဖော်ဝါရီ": 2, "မတ်": 3, "ဧပြီ": 4, "မေ": 5, "ဇွန်": 6, "ဇူလိုင်": 7, "ဩဂုတ်": 8, "သြဂုတ်": 8,
    "စက်တင်ဘာ": 9, "အောက်တိုဘာ": 10, "နိုဝင်ဘာ": 11, "ဒီဇင်ဘာ": 12,
}  # fmt: skip
WEEKDAYS = {
    "တနင်္လာနေ့": 0, "အင်္ဂါနေ့": 1, "ဗုဒ္ဓဟူးနေ့": 2, "ကြာသပတေးနေ့": 3, "သောကြာနေ့": 4, "စနေနေ့": 5, "တနင်္ဂနွေနေ့": 6,
}  # fmt: skip
PARTS = {
    "နံနက်": "morning", "မနက်": "morning", "နံနက်ပိုင်း": "morning", "မနက်ပိုင်း": "morning", "အရုဏ်တက်": "dawn",
    "မွန်းတည့်": "noon", "နေ့လယ်": "afternoon", "နေ့လယ်ပိုင်း": "afternoon", "မွန်းလွဲ": "afternoon", "ညနေ": "evening",
    "ညနေပိုင်း": "evening", "ည": "night", "ညပိုင်း": "night", "သန်းခေါင်": "midnight",
}  # fmt: skip
DAYS = {
    "မနေ့က": (-1, ""), "ယမန်နေ့က": (-1, ""), "ယမန်နေ့": (-1, ""), "မနေ့": (-1, ""), "မနေ့ညက": (-1, "night"), "မနေ့ည": (-1, "night"),
    "တမြန်နေ့က": (-2, ""), "ယနေ့": (0, ""), "ဒီနေ့": (0, ""), "ယခုနေ့": (0, ""), "ယနေ့ည": (0, "night"), "ဒီည": (0, "night"),
    "မနက်ဖြန်": (1, ""), "နက်ဖြန်": (1, ""), "သန်ဘက်ခါ": (2, ""),
}  # fmt: skip
RELATIONS = {
    "ပြီးခဲ့သည့်": "last", "ပြီးခဲ့သော": "last", "ပြီးခဲ့တဲ့": "last", "လွန်ခဲ့သည့်": "last", "လွန်ခဲ့သော": "last", "လွန်ခဲ့တဲ့": "last",
    "လာမည့်": "next", "လာမယ့်": "next", "ယခု": "this", "ဒီ": "this",
}  # fmt: skip
UNITS = {
    "နာရီ": "hour", "ရက်": "day", "အပတ်": "week", "ပတ်": "week", "သီတင်းပတ်": "week", "ရက်သတ္တပတ်": "week", "လ": "month",
    "နှစ်": "year",
}  # fmt: skip
COUNTS = {
    "တစ်": 1, "နှစ်": 2, "သုံး": 3, "လေး": 4, "ငါး": 5, "ခြောက်": 6, "ခုနစ်": 7, "ခုနှစ်": 7, "ရှစ်": 8, "ကိုး": 9, "ဆယ်": 10,
}  # fmt: skip
GAP = " ?"
EDGES = (rf"(?<!\d){SYLLABLE_START}", rf"(?!\d){SYLLABLE_END}")
FULL = r"(?:{year} ?(?:ခုနှစ်|ခု)[၊,]? ?)?{month}လ? ?{day} ?ရက်(?:နေ့)?{beside}{of_day}"
SPAN = r"(?:{year} ?(?:ခုနှစ်|ခု)[၊,]? ?)?{month}လ? ?{day} ?(?:ရက်(?:နေ့)?)? ?(?:မှ|-|–) ?{day2} ?ရက်(?:နေ့)?(?: ?အထိ)?"
OF_YEAR = r"{year} ?(?:ခုနှစ်|ခု)[၊,]? ?{month}လ"
AGO = r"(?:လွန်ခဲ့သော|လွန်ခဲ့သည့်|လွန်ခဲ့တဲ့) ?{count} ?{unit}"
LATER = r"{count} ?{unit} ?(?:အကြာ|ကြာပြီးနောက်)"
SAME = {"ထိုနေ့": 0, "အဆိုပါနေ့": 0, "ယင်းနေ့": 0, "နောက်တစ်နေ့": 1, "နောက်နေ့": 1}
ARTICLE, OF, TO = "", "", " ?မှ ?"
DAY_ENDING, YEAR_ENDING = "", ""
BOUNDS = {"ကတည်းက": "since", "မှစ၍": "since", "မှစပြီး": "since", "အထိ": "until", "မတိုင်မီ": "until"}
BOUNDS_FOLLOW = True  # "since" and "until" stand after the day
RANGE_OPENERS: tuple[str, ...] = ()
RANGE_JOINS = ("မှ ", "မှ", "-", " - ")
RANGE_ANDS: tuple[str, ...] = ()
