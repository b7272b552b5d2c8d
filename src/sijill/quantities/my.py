"""What Burmese says around numbers. It sets no spaces between words: a number word counts where a classifier follows it."""

from sijill.quantities.words import Words
from sijill.unspaced import SYLLABLE_END, SYLLABLE_START

NUMBERS = {
    "တစ်": 1, "နှစ်": 2, "သုံး": 3, "လေး": 4, "ငါး": 5, "ခြောက်": 6, "ခုနစ်": 7, "ခုနှစ်": 7, "ရှစ်": 8, "ကိုး": 9,
}  # fmt: skip
SCALES = {
    "ဆယ်": 10, "ဆယ့်": 10, "ရာ": 100, "ရာ့": 100, "ထောင်": 1000, "ထောင့်": 1000, "သောင်း": 10_000, "သိန်း": 100_000, "သန်း": 10**6,
}  # fmt: skip
CLASSIFIER = r"(?:ဦး|ယောက်|ကောင်|စီး|စင်း|လုံး|အိမ်ထောင်|အိမ်|ရွာ|ကြိမ်|နေရာ|မျိုး|လက်|ခု|ရပ်ကွက်|စခန်း)"
TIME_UNITS = r"စက္ကန့်|မိနစ်|နာရီ|ရက်|သီတင်းပတ်|ပတ်|နှစ်|လ"
UNITS = r"ကီလိုမီတာ|မိုင်|မီတာ|ဧက|တန်|ကီလိုဂရမ်|ပိဿာ|ဒေါ်လာ|ကျပ်"
MONTHS = r"ဇန်နဝါရီ|ဖေဖော်ဝါရီ|မတ်|ဧပြီ|မေ|ဇွန်|ဇူလိုင်|ဩဂုတ်|သြဂုတ်|စက်တင်ဘာ|အောက်တိုဘာ|နိုဝင်ဘာ|ဒီဇင်ဘာ"
PARTS = r"နံနက်|မနက်|ညနေ|ည|နေ့လယ်|မွန်းလွဲ"
HURT = r"သေဆုံးသူ|ဒဏ်ရာရသူ|ထိခိုက်သူ|ထိခိုက်ဒဏ်ရာရသူ|အသေအပျောက်|ထိခိုက်မှု|ထိခိုက်ဆုံးရှုံးမှု"
WORDS = Words(
    "my",
    UNSPACED=True,
    EDGES=(SYLLABLE_START, SYLLABLE_END),
    COUNTED=rf"(?= ?(?:{CLASSIFIER}|{TIME_UNITS}|{UNITS}|ရာခိုင်နှုန်း){SYLLABLE_END})",
    NUMBERS=NUMBERS,
    SCALES=SCALES,
    BEFORE={
        "floor": r"အနည်းဆုံး|နည်းဆုံး",
        "ceiling": r"အများဆုံး",
        "about": r"ခန့်မှန်း(?:ခြေ)?",
    },
    # "At least soldiers 12": the noun stands between the two.
    BETWEEN_BOUND_AND_NUMBER=r"(?:(?<=နည်းဆုံး) ?(?:(?!ဦး|ယောက်|ပြီး)[\u1000-\u103f]){2,30}?)?",
    AFTER={
        "floor": rf" ?{CLASSIFIER}? ?(?:ကျော်|ထက် ?မနည်း|ထက်ပို(?:၍|ပြီး)?|နှင့်အထက်|အထက်)",
        "nearly": rf" ?{CLASSIFIER}? ?နီးပါး",
        "about": rf" ?{CLASSIFIER}? ?(?:ခန့်|လောက်|ဝန်းကျင်)",
        "ceiling": rf" ?{CLASSIFIER}? ?(?:အထိ|အောက်|ထက် ?မပို)",
    },
    RANGE_OPENERS=(r"(?!)",),
    RANGE_JOINS=rf" ?{CLASSIFIER}? ?(?:-|–|—|မှ|ကနေ|သို့မဟုတ်) ?",
    AND_JOIN=r"(?!)",
    PLURALS={"ဒါဇင်": 24, "ဆယ်": 20, "ရာ": 200, "ထောင်": 2000, "သောင်း": 20_000, "သိန်း": 200_000, "သန်း": 2 * 10**6},
    FEW={"အနည်းငယ်": 2},
    VAGUE=r"(?:ဒါဇင်|ဆယ်|ရာ|ထောင်|သောင်း|သိန်း|သန်း)(?:နှင့်|နဲ့)? ?ချီ(?:သော|သည့်|တဲ့|၍)?|ဆယ်ဂဏန်း|အနည်းငယ်",
    UNGIVEN=r"အချို့|အများအပြား|အမြောက်အမြား|များစွာ",
    NONE=rf"(?:{HURT}) ?(?:တစ်ဦးမျှ|တစ်ဦးမှ)? ?မရှိ(?!သေး)",
    TIME_UNITS=TIME_UNITS,
    UNITS=UNITS,
    PERCENT=r" ?%| ?ရာခိုင်နှုန်း",
    CURRENCY="$€£",
    LABELS_ANY_CASE=r"တပ်မ|တပ်ရင်း|တပ်မဟာ|တိုင်း|စကခ|ခမရ|ခလရ|အမှတ်|ပုဒ်မ|အပိုဒ်|ဆုံးဖြတ်ချက်|အမှတ်စဉ်|လမ်း|ကီလိုမီတာတိုင်|မိုင်တိုင်",
    YEAR_AFTER=r"[12]\d{3} ?(?:ခုနှစ်|ခု(?!နှစ်)(?= ?[၊,]))",
    YEAR_WORDS=r"ခုနှစ်",
    # What stands before and after a number that counts nothing: days, clock times, ages.
    NOT_COUNTED=(
        (rf"(?:{MONTHS})လ? ?\Z", ""),
        (r"", r" ?ရက်နေ့"),
        (r"ရက် ?(?:မှ|-|နှင့်|၊) ?\Z", r" ?ရက်"),
        (rf"(?:{MONTHS})လ? ?\d{{1,2}} ?(?:ရက်(?:နေ့)?)? ?(?:မှ|-|နှင့်|၊) ?\Z", ""),
        (rf"(?:{PARTS})(?:ပိုင်း)? ?\Z", r" ?နာရီ"),
        (r"အသက် ?\(?\Z", ""),
    ),
)  # fmt: skip
