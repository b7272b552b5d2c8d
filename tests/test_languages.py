"""Numbers, days, sentences and names in French, Spanish, Russian, Ukrainian, Persian and Burmese, as rows; Arabic has its own."""

import pytest

from sijill.dates import find_dates, parse_date, resolve_date
from sijill.extract.llm.sentences import find_languages, split_paragraphs, split_sentences
from sijill.names import compare_names, fold_name, name_key
from sijill.quantities import find_quantities
from sijill.read.language import detect_language

# (language, text, [(words, low, high)]); what is not listed must not be found
QUANTITIES = [
    ("fr", "Au moins douze civils ont été tués", [("Au moins douze", 12, None)]),
    ("fr", "une vingtaine de blessés", [("une vingtaine", 20, 20)]),
    ("fr", "des dizaines de morts", [("des dizaines de", 20, None)]),
    ("fr", "quatre-vingt-dix-sept soldats et soixante et onze chars", 
     [("quatre-vingt-dix-sept", 97, 97), ("soixante et onze", 71, 71)]),
    ("fr", "plus de 1 500 déplacés, environ 2,5 millions de personnes", 
     [("plus de 1 500", 1500, None), ("environ 2,5 millions", 2.5e6, 2.5e6)]),
    ("fr", "jusqu’à 40 chars, entre 20 et 30 morts", [("jusqu’à 40", None, 40), ("entre 20 et 30", 20, 30)]),
    ("fr", "près de 100 combattants, aucun blessé", [("près de 100", 90, 100), ("aucun", 0, 0)]),
    ("fr", "le 3 mai 2019, du 3 au 5 mai, en 2018, la résolution 2254", []),  # days, years and numbers of things
    ("es", "Al menos treinta y cinco muertos", [("Al menos treinta y cinco", 35, None)]),
    ("es", "varias decenas de heridos, unos 200 combatientes", [("varias decenas de", 30, None), ("unos 200", 200, 200)]),
    ("es", "doscientos cincuenta mil desplazados, más de 1.200 casas", 
     [("doscientos cincuenta mil", 250_000, 250_000), ("más de 1.200", 1200, None)]),
    ("es", "sin víctimas, entre 5 y 7 soldados, el 70% del campo", [("sin", 0, 0), ("entre 5 y 7", 5, 7), ("70%", 70, 70)]),
    ("es", "el 3 de mayo de 2019 murieron 5 personas", [("5", 5, 5)]),
    ("ru", "не менее двенадцати мирных жителей", [("не менее двенадцати", 12, None)]),
    ("ru", "около 30 раненых, двое военных", [("около 30", 30, 30), ("двое", 2, 2)]),
    ("ru", "десятки погибших, несколько тысяч беженцев", [("десятки", 20, None), ("несколько тысяч", 3000, None)]),
    ("ru", "более пяти тысяч человек, 5 тыс. домов", [("более пяти тысяч", 5000, None), ("5 тыс.", 5000, 5000)]),
    ("ru", "до 200 боевиков, от 20 до 30 солдат", [("до 200", None, 200), ("от 20 до 30", 20, 30)]),
    ("ru", "почти 100 бойцов, пострадавших нет", [("почти 100", 90, 100), ("пострадавших нет", 0, 0)]),
    ("ru", "12 мая 2023 года, в 2019 г., с 3 по 5 мая", []),
    ("uk", "щонайменше п’ять цивільних, понад 20 поранених", [("щонайменше п’ять", 5, None), ("понад 20", 20, None)]),
    ("uk", "кілька десятків бійців, двоє військових", [("кілька десятків", 30, None), ("двоє", 2, 2)]),
    ("uk", "тридцять п'ять мін, 3 травня 2022 року", [("тридцять п'ять", 35, 35)]),
    ("fa", "دست‌کم ۱۲ غیرنظامی و بیش از سی و پنج زخمی", [("دست‌کم ۱۲", 12, None), ("بیش از سی و پنج", 35, None)]),
    ("fa", "ده‌ها نفر، حدود ۲۰۰ سرباز، پنج هزار آواره", [("ده‌ها", 20, None), ("حدود ۲۰۰", 200, 200), ("پنج هزار", 5000, 5000)]),
    ("fa", "۲۸ اردیبهشت ۱۴۰۲، در سال ۱۴۰۱، ۱۲ مه ۲۰۲۳، ۱۴۰۰ نفر", [("۱۴۰۰", 1400, 1400)]),
    ("my", "အနည်းဆုံး အရပ်သား ၁၂ ဦး၊ လူ ၃၀ ခန့်", [("အနည်းဆုံး အရပ်သား ၁၂", 12, None), ("၃၀ ခန့်", 30, 30)]),
    ("my", "စစ်သား (၁၂) ဦးနှင့် ၁,၂၀၀ ကျော်", [("၁၂", 12, 12), ("၁,၂၀၀ ကျော်", 1200, None)]),
    ("my", "လူ ၅၀ နီးပါး၊ ၁၀ ဦးမှ ၁၅ ဦးအထိ၊ ၂၀၀ အထိ",
     [("၅၀ နီးပါး", 45, 50), ("၁၀ ဦးမှ ၁၅", 10, 15), ("၂၀၀ အထိ", None, 200)]),
    ("my", "ငါးဦး၊ ဆယ့်နှစ်ဦး၊ နှစ်ဆယ့်ငါးယောက်၊ ငါးသောင်းခြောက်ထောင်ဦး",
     [("ငါး", 5, 5), ("ဆယ့်နှစ်", 12, 12), ("နှစ်ဆယ့်ငါး", 25, 25), ("ငါးသောင်းခြောက်ထောင်", 56_000, 56_000)]),
    ("my", "ရာနှင့်ချီသော ဒေသခံများ၊ ထောင်ချီ၊ ၃ သိန်းကျော်", 
     [("ရာနှင့်ချီသော", 200, None), ("ထောင်ချီ", 2000, None), ("၃ သိန်းကျော်", 300_000, None)]),
    ("my", "အနည်းဆုံးသုံးဦးသေဆုံးပြီး ၁၀ ဦး၊ ထိခိုက်သူမရှိ", 
     [("အနည်းဆုံးသုံး", 3, None), ("၁၀", 10, 10), ("ထိခိုက်သူမရှိ", 0, 0)]),
    ("my", "၇၀ ရာခိုင်နှုန်း၊ အချို့", [("၇၀ ရာခိုင်နှုန်း", 70, 70), ("အချို့", None, None)]),
    # Days, years, hours, ages, names of units; fish, weight; and "ten lakhs", which is not read as ten.
    ("my", "မေလ ၁၂ ရက်၊ ၂၀၂၃ ခုနှစ်၊ ၁၂ ရက်နေ့က၊ ညနေ ၅ နာရီ၊ အသက် ၁၂ နှစ်၊ တပ်မ (၇၇)၊ M-16", []),
    ("my", "ငါးဖမ်းသမား၊ လေးနက်၊ ဆယ်သိန်းဦး", []),
    ("ar", "عشرات المدنيين، وأكثر من 30، ونحو مئة جريح", [("عشرات", 20, None), ("أكثر من 30", 30, None), ("نحو مئة", 100, 100)]),
    ("ar", "مقتل جنديين وطفلان وثلاثة مقاتلين", [("جنديين", 2, 2), ("طفلان", 2, 2), ("ثلاثة", 3, 3)]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), QUANTITIES)
def test_languages_quantities(language, text, expected):
    found = find_quantities(text, language)
    assert [(text[one.start : one.end], one.low, one.high) for one in found] == expected


# (language, text, [(words, first day, last day)]), of a report of Thursday 18 May 2023 whose story is on 10 May
DATES = [
    ("fr", "mardi, la veille, hier soir", 
     [("mardi", "05-16", "05-16"), ("la veille", "05-09", "05-09"), ("hier soir", "05-17", "05-17")]),
    ("fr", "il y a deux jours, du 3 au 5 mai", [("il y a deux jours", "05-16", "05-16"), ("du 3 au 5 mai", "05-03", "05-05")]),
    ("fr", "depuis le 4 avril, la semaine dernière", 
     [("depuis le 4 avril", "04-04", "05-18"), ("semaine dernière", "05-08", "05-14")]),
    ("es", "el martes por la noche, ayer", [("martes por la noche", "05-16", "05-16"), ("ayer", "05-17", "05-17")]),
    ("es", "hace tres días, dos días después", [("hace tres días", "05-15", "05-15"), ("dos días después", "05-12", "05-12")]),
    ("es", "entre el 3 y el 5 de mayo", [("entre el 3 y el 5 de mayo", "05-03", "05-05")]),
    ("ru", "12 мая, во вторник вечером, вчера", 
     [("12 мая", "05-12", "05-12"), ("вторник вечером", "05-16", "05-16"), ("вчера", "05-17", "05-17")]),
    ("ru", "три дня назад, на прошлой неделе, с 3 по 5 мая", 
     [("три дня назад", "05-15", "05-15"), ("прошлой неделе", "05-08", "05-14"), ("с 3 по 5 мая", "05-03", "05-05")]),
    ("ru", "12.05.2023", [("12.05.2023", "05-12", "05-12")]),
    ("uk", "у п’ятницю вранці, два дні тому", [("п’ятницю вранці", "05-12", "05-12"), ("два дні тому", "05-16", "05-16")]),
    ("fa", "روز سه‌شنبه، دیروز، ۱۲ مه ۲۰۲۳", 
     [("سه‌شنبه", "05-16", "05-16"), ("دیروز", "05-17", "05-17"), ("۱۲ مه ۲۰۲۳", "05-12", "05-12")]),
    ("fa", "۲۷ اردیبهشت ۱۴۰۲، سه‌شنبه ۲۶ اردیبهشت، ۲ تا ۵ خرداد ۱۴۰۱",
     [("۲۷ اردیبهشت ۱۴۰۲", "05-17", "05-17"), ("سه‌شنبه ۲۶ اردیبهشت", "05-16", "05-16"), ("۲ تا ۵ خرداد ۱۴۰۱", "05-23", "05-26")]),
    ("my", "၂၀၂၃ ခုနှစ်၊ မေလ ၁၂ ရက် (သောကြာနေ့)၊ မနေ့က၊ အင်္ဂါနေ့ ညနေ", 
     [("၂၀၂၃ ခုနှစ်၊ မေလ ၁၂ ရက် (သောကြာနေ့)", "05-12", "05-12"), ("မနေ့က", "05-17", "05-17"), ("အင်္ဂါနေ့ ညနေ", "05-16", "05-16")]),
    ("my", "လွန်ခဲ့သည့် နှစ်ရက်က၊ သုံးရက်အကြာ၊ နောက်တစ်နေ့", 
     [("လွန်ခဲ့သည့် နှစ်ရက်", "05-16", "05-16"), ("သုံးရက်အကြာ", "05-13", "05-13"), ("နောက်တစ်နေ့", "05-11", "05-11")]),
    ("my", "မေလ ၃ ရက်မှ ၅ ရက်အထိ၊ ဧပြီလ ၄ ရက်ကတည်းက၊ ပြီးခဲ့သည့်အပတ်", 
     [("မေလ ၃ ရက်မှ ၅ ရက်အထိ", "05-03", "05-05"), ("ဧပြီလ ၄ ရက်ကတည်းက", "04-04", "05-18"), ("ပြီးခဲ့သည့်အပတ်", "05-08", "05-14")]),
    # "Last month", "May" and "Tuesday" that only begin other words: last weapons, last air strike, a part of the body.
    ("my", "ပြီးခဲ့သည့်လက်နက်များ၊ ပြီးခဲ့သည့်လေကြောင်း၊ မေးမြန်း ၁၂ ရက်၊ ကိုယ်အင်္ဂါ", []),
    ("fa", "۳۰ اسفند ۱۴۰۲", [("۳۰ اسفند ۱۴۰۲", None, None)]),  # a day that the year has not
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), DATES)
def test_languages_dates(language, text, expected):
    found = []
    for one in find_dates(text, language):
        when = resolve_date(one, published="2023-05-18", narrative="2023-05-10")
        found.append((one.text, when.start and when.start[5:], when.end and when.end[5:]))
    assert found == expected


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("8 de mayo de 2019", "2019-05-08"), ("7 mai 2019", "2019-05-07"), ("1er mars 2019", "2019-03-01"),
        ("6 травня 2019 року", "2019-05-06"), ("5 мая 2019 года", "2019-05-05"), ("۱۹ اردیبهشت ۱۳۹۸", "2019-05-09"),
        ("۹ مه ۲۰۱۹", "2019-05-09"), ("၂၀၁၉ ခုနှစ်၊ မေလ ၁၀ ရက်", "2019-05-10"), ("မေလ ၁၀ ရက်", None),
        ("31 de abril de 2019", None),
    ],
)  # fmt: skip
def test_languages_bylines_give_the_day_of_a_report(line, day):
    parsed = parse_date(line)
    assert (parsed.iso if parsed else None) == day


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("قال إنه انسحب؟ نعم. ثم عاد!", ["قال إنه انسحب؟", "نعم.", "ثم عاد!"]),
        ("Это был г. Тарнвик. Он пал 3 мая.", ["Это был г. Тарнвик.", "Он пал 3 мая."]),
        ("Il a dit « non ». M. Brun est parti.", ["Il a dit « non ».", "M. Brun est parti."]),
        ("¿Quién? Nadie. Hubo 2.500 muertos.", ["¿Quién?", "Nadie.", "Hubo 2.500 muertos."]),
        ("တပ်များ ဝင်ရောက်ခဲ့သည်။ ရွာပျက်ခဲ့သည်။", ["တပ်များ ဝင်ရောက်ခဲ့သည်။", "ရွာပျက်ခဲ့သည်။"]),
        ("“မသိပါ။” ဟု ပြောသည်။ဒေါ်လာ ၂.၅ သန်း။", ["“မသိပါ။”", "ဟု ပြောသည်။", "ဒေါ်လာ ၂.၅ သန်း။"]),
        ("军队占领了村庄。居民逃离。", ["军队占领了村庄。", "居民逃离。"]),
    ],
)
def test_languages_sentences(text, sentences):
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


def test_languages_of_the_passages_of_one_report():
    english = "The town was shelled on Tuesday and four people were wounded, residents said in the evening."
    russian = (
        "В пятницу город обстреляли из артиллерии, четыре человека ранены, сообщили местные жители вечером."
    )
    french = "La ville a été bombardée mardi et quatre personnes ont été blessées, ont déclaré des habitants."
    text = f"{english}\n\n{russian}\n\n{french}\n\nshort"
    assert [language for *_, language in find_languages(text, "en", detect_language)] == [
        "en",
        "ru",
        "fr",
        "en",
    ]
    assert len(split_paragraphs(text)) == 4
    burmese = "တာနာမြို့ကို လေကြောင်းမှ တိုက်ခိုက်ခဲ့သည်။"  # few letters: the vowels are signs
    found = find_languages(f"{english}\n\n{burmese}\n\nOK တာနာ", "en", detect_language)
    assert [language for *_, language in found] == ["en", "my", "en"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Тель-эз-Зейт", "Tell ez-Zeit"), ("Хан Шамс", "خان شمس"), ("Тарнвик", "Tarnvik"), ("تارنه", "ترنة"),
    ],
)  # fmt: skip
def test_languages_the_name_key_is_one_across_scripts(one, other):
    assert name_key(one) == name_key(other)


def test_languages_names_across_scripts_are_near_only_where_they_sound_alike():
    assert compare_names("Хан Шамс", "Khan Shams").score >= 0.9
    assert compare_names("Оксмер", "Tarnwick").score < 0.5
    assert fold_name("علی") == fold_name("علي")  # Persian and Arabic ya
