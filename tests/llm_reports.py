"""Invented reports in several languages, each with what a perfect coder would answer about it.

A war on no map: the River Guard against the Northern Army in a valley. The answers are what a person would write who
coded the report by hand; the test server gives them in place of a model.
"""

REPORTS = {
    "en.txt": (
        "Valley Courier | 3 May, 2019\n\n"
        "The River Guard said its fighters had captured Tarnwick on Tuesday, killing at least 12 soldiers of the Northern Army. "
        "The Northern Army denied that Tarnwick had fallen.\n\n"
        "The Valley Watch said the army would withdraw from Oxmere within days.\n",
        [
            {"quote": "its fighters had captured Tarnwick on Tuesday, killing at least 12 soldiers of the Northern Army",
             "kind": "capture", "stance": "asserts", "speaker": "River Guard", "actors": ["River Guard"],
             "targets": ["Northern Army"], "places": [{"name": "Tarnwick", "role": "location"}], "when": "on Tuesday",
             "figures": [{"text": "at least 12", "low": 12, "high": None, "measure": "killed",
                          "who": "soldiers of the Northern Army"}]},
            {"quote": "The Northern Army denied that Tarnwick had fallen", "kind": "capture", "stance": "denies",
             "speaker": "Northern Army", "places": [{"name": "Tarnwick", "role": "location"}]},
            {"quote": "the army would withdraw from Oxmere within days", "kind": "withdrawal", "stance": "plans",
             "speaker": "Valley Watch", "actors": ["army"], "places": [{"name": "Oxmere", "role": "origin"}]},
        ],
    ),
    "ar.txt": (
        "صحيفة الوادي\n4 أيار 2019\n\n"
        "أعلن حرس النهر سيطرته على بلدة ترنة يوم الثلاثاء، ومقتل أكثر من 12 عنصراً من جيش الشمال. "
        "وقال مرصد الوادي إنّ عشرات المدنيين نزحوا من القرية، فيما قُتل طفلان وأصيب نحو ٣٠ شخصاً في قصف مدفعي أمس.\n",
        [
            {"quote": "سيطرته على بلدة ترنة يوم الثلاثاء، ومقتل أكثر من 12 عنصرا من جيش الشمال",
             "kind": "capture", "stance": "asserts", "speaker": "حرس النهر", "actors": ["حرس النهر"],
             "targets": ["جيش الشمال"], "places": [{"name": "ترنة", "role": "location"}], "when": "يوم الثلاثاء",
             "when_english": "on Tuesday",
             "figures": [{"text": "أكثر من 12", "low": 12, "high": None, "measure": "killed", "who": "جيش الشمال"}],
             "english": "its control of the town of Tarna on Tuesday and the killing of more than 12 of the army of the north"},
            {"quote": "عشرات المدنيين نزحوا من القرية", "kind": "displacement", "stance": "asserts",
             "speaker": "مرصد الوادي", "targets": ["المدنيين"], "places": [{"name": "القرية", "role": "origin"}],
             "figures": [{"text": "عشرات", "low": 20, "high": None, "measure": "displaced", "who": "المدنيين"}]},
            {"quote": "قتل طفلان وأصيب نحو 30 شخصا في قصف مدفعي أمس", "kind": "shelling", "stance": "asserts",
             "speaker": "مرصد الوادي", "when": "أمس", "when_english": "yesterday",
             "figures": [{"text": "طفلان", "low": 2, "high": 2, "measure": "killed", "who": "طفلان"},
                         {"text": "نحو 30", "low": 30, "high": 30, "measure": "wounded", "who": "شخصا"}]},
        ],
    ),
    "ru.txt": (
        "Вестник долины\n05.05.2019\n\n"
        "Речная гвардия сообщила, что в пятницу заняла Тарнвик; погибли не менее двенадцати солдат Северной армии. "
        "По неподтверждённым данным, 2 мая беспилотник ударил по складу близ Оксмера, около 30 человек ранены.\n",
        [
            {"quote": "в пятницу заняла Тарнвик; погибли не менее двенадцати солдат Северной армии", "kind": "capture",
             "stance": "asserts", "speaker": "Речная гвардия", "actors": ["Речная гвардия"],
             "targets": ["Северной армии"], "places": [{"name": "Тарнвик", "role": "location"}], "when": "в пятницу",
             "when_english": "on Friday",
             "figures": [{"text": "не менее двенадцати", "low": 12, "high": None, "measure": "killed", "who": "солдат"}]},
            {"quote": "2 мая беспилотник ударил по складу близ Оксмера, около 30 человек ранены", "kind": "drone_strike",
             "stance": "asserts", "hedged": True, "speaker": "publisher", "weapons": ["беспилотник"],
             "places": [{"name": "Оксмера", "role": "location", "relation": "близ Оксмера"}], "when": "2 мая",
             "when_english": "2 May",
             "figures": [{"text": "около 30", "low": 30, "high": 30, "measure": "wounded", "who": "человек"}]},
        ],
    ),
    "uk.txt": (
        "Вісник долини\n6 травня 2019 року\n\n"
        "Речниця Річкової варти повідомила, що вчора під час обстрілу Окмера загинуло щонайменше п’ять цивільних.\n",
        [
            {"quote": "вчора під час обстрілу Окмера загинуло щонайменше п'ять цивільних", "kind": "shelling",
             "stance": "asserts", "speaker": "Речниця Річкової варти", "targets": ["цивільних"],
             "places": [{"name": "Окмера", "role": "location"}], "when": "вчора", "when_english": "yesterday",
             "figures": [{"text": "щонайменше п'ять", "low": 5, "high": None, "measure": "killed", "who": "цивільних"}]},
        ],
    ),
    "fr.txt": (
        "Le Courrier de la vallée\n7 mai 2019\n\n"
        "Selon l’Observatoire de la vallée, une vingtaine de civils ont été tués mardi dans un bombardement de l’Armée du Nord "
        "sur Tarnwick. La Garde du fleuve a annoncé qu’elle quitterait Oxmere.\n",
        [
            {"quote": "une vingtaine de civils ont été tués mardi dans un bombardement de l'Armée du Nord sur Tarnwick",
             "kind": "shelling", "stance": "asserts", "speaker": "Observatoire de la vallée",
             "actors": ["Armée du Nord"], "targets": ["civils"], "places": [{"name": "Tarnwick", "role": "location"}],
             "when": "mardi", "when_english": "Tuesday",
             "figures": [{"text": "une vingtaine", "low": 20, "high": 20, "measure": "killed", "who": "civils"}]},
            {"quote": "elle quitterait Oxmere", "kind": "withdrawal", "stance": "plans", "speaker": "Garde du fleuve",
             "actors": ["Garde du fleuve"], "places": [{"name": "Oxmere", "role": "origin"}]},
        ],
    ),
    "es.txt": (
        "El Correo del Valle\n8 de mayo de 2019\n\n"
        "Al menos treinta y cinco personas huyeron ayer de Oxmere, dijo la Guardia del Río, que acusó al Ejército del Norte de "
        "haber detenido a varios médicos.\n",
        [
            {"quote": "Al menos treinta y cinco personas huyeron ayer de Oxmere", "kind": "displacement",
             "stance": "asserts", "speaker": "Guardia del Río", "targets": ["personas"],
             "places": [{"name": "Oxmere", "role": "origin"}], "when": "ayer", "when_english": "yesterday",
             "figures": [{"text": "Al menos treinta y cinco", "low": 35, "high": None, "measure": "displaced",
                          "who": "personas"}]},
            {"quote": "Ejército del Norte de haber detenido a varios médicos", "kind": "detention", "stance": "asserts",
             "speaker": "Guardia del Río", "actors": ["Ejército del Norte"], "targets": ["médicos"],
             "figures": [{"text": "varios", "low": 3, "high": None, "measure": "captured", "who": "médicos"}]},
        ],
    ),
    "fa.txt": (
        "پیک دره\n۹ مه ۲۰۱۹\n\n"
        "گارد رودخانه اعلام کرد که روز سه‌شنبه شهر تارنه را تصرف کرده و دست‌کم ۱۲ سرباز ارتش شمال کشته شده‌اند.\n",
        [
            {"quote": "روز سه‌شنبه شهر تارنه را تصرف کرده و دست‌کم ۱۲ سرباز ارتش شمال کشته شده‌اند", "kind": "capture",
             "stance": "asserts", "speaker": "گارد رودخانه", "actors": ["گارد رودخانه"], "targets": ["ارتش شمال"],
             "places": [{"name": "تارنه", "role": "location"}], "when": "روز سه‌شنبه", "when_english": "on Tuesday",
             "figures": [{"text": "دست‌کم ۱۲", "low": 12, "high": None, "measure": "killed", "who": "سرباز"}]},
        ],
    ),
    "my.txt": (
        "တောင်ကြားသတင်း\n၂၀၁၉ ခုနှစ်၊ မေလ ၁၀ ရက်\n\n"
        "မြစ်စောင့်တပ်က အင်္ဂါနေ့တွင် တာနာမြို့ကို သိမ်းပိုက်ခဲ့ပြီး အနည်းဆုံး စစ်သား ၁၂ ဦး သေဆုံးခဲ့သည်ဟု ပြောကြားခဲ့သည်။"
        "ဒေသခံ ရာနှင့်ချီ၍ မနေ့က ထွက်ပြေးခဲ့ရသည်။\n",
        [
            {"quote": "တာနာမြို့ကို သိမ်းပိုက်ခဲ့ပြီး အနည်းဆုံး စစ်သား 12 ဦး သေဆုံးခဲ့သည်", "kind": "capture", "stance": "asserts",
             "speaker": "မြစ်စောင့်တပ်", "actors": ["မြစ်စောင့်တပ်"], "places": [{"name": "တာနာ", "role": "location"}],
             "when": "အင်္ဂါနေ့", "when_english": "Tuesday",
             "figures": [{"text": "အနည်းဆုံး စစ်သား ၁၂", "low": 12, "high": None, "measure": "killed", "who": "စစ်သား"}]},
            {"quote": "ဒေသခံ ရာနှင့်ချီ၍ မနေ့က ထွက်ပြေးခဲ့ရသည်", "kind": "displacement", "stance": "asserts",
             "speaker": "publisher", "targets": ["ဒေသခံ"], "when": "မနေ့က", "when_english": "yesterday",
             "figures": [{"text": "ရာနှင့်ချီ၍", "low": 200, "high": None, "measure": "displaced", "who": "ဒေသခံ"}]},
        ],
    ),
}  # fmt: skip


def code_perfectly(text: str) -> list[dict]:
    """What a person would answer who knows the reports: the answer of the one whose words stand in the text."""
    for report, claims in REPORTS.values():
        if report.strip().splitlines()[-1][:40] in text:
            return claims
    return []


def write_reports(folder) -> None:
    """The reports as files below the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (text, _) in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
