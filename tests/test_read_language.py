"""The language of a document by script, letters and words."""

import pytest

from sijill.read.language import detect_language, judge_language

LANGUAGES = [
    ("Fighters took the bridge at Qarna before dawn, residents said, and the mill was shelled.", "en"),
    (
        "Des combattants ont pris le pont avant l'aube, selon des habitants, et le moulin a été bombardé.",
        "fr",
    ),
    (
        "Savaşçılar şafaktan önce köprüyü ele geçirdi, kasaba sakinleri değirmenin bombalandığını söyledi.",
        "tr",
    ),
    ("سيطر مقاتلون على الجسر فجر الأحد، وقال سكان إن المطحنة قصفت.", "ar"),
    ("جنگجویان پیش از سپیده دم پل را گرفتند و به گفته ساکنان آسیاب گلوله باران شد.", "fa"),
    ("Бойцы захватили мост до рассвета, а мельница была обстреляна, сообщили жители города.", "ru"),
    ("Бійці захопили міст до світанку, а млин було обстріляно, повідомили мешканці міста.", "uk"),
    ("הלוחמים כבשו את הגשר לפני עלות השחר", "he"),
    ("战斗人员在黎明前占领了桥梁，居民说磨坊遭到炮击。", "zh"),
    ("戦闘員は夜明け前に橋を占領し、水車小屋が砲撃されたと住民は語った。", "ja"),
    ("قصف", "ar"),  # one word, by its script
    ("Clashes in the town at dawn", "en"),  # short, by its small words
    ("Qarna", "und"),  # a name is in no language
    ("12:30 – 14 %", "und"),
    ("", "und"),
]


@pytest.mark.parametrize("text, language", LANGUAGES)
def test_read_language_detection(text, language):
    assert detect_language(text) == language


def test_read_language_names_in_another_script_do_not_decide():
    text = "Fighters took the bridge at Qarna (قرنة) before dawn, residents of Ardun (أردون) said on Monday."
    assert detect_language(text * 3) == "en"


def test_read_language_a_foreign_header_does_not_decide_a_long_text():
    story = "Fighters took the bridge at Qarna before dawn, residents said, and the mill was shelled. "
    assert detect_language("وادي الأخبار وكالة أنباء " * 200 + story * 2000) == "en"


SHORT = [
    ("Guard forces hold Qarna.", "en"),
    ("Shells hit Qarna", "en"),
    ("Truce holds", "en"),
    ("League fighters leave Qarna for Ardun", "en"),
    ("Qarna Ardun", "und"),  # names alone
    # what is not English is not taken for it, however few its words
    ("L'armée tient Qarna.", "fr"),
    ("Les rebelles quittent Qarna", None),
    ("Seis soldados murieron en Qarna", "es"),
    ("Los rebeldes salen de Ardun", None),
    ("Altı asker öldü", "tr"),
    ("Ordu Qarna'ya girdi", None),
    ("Sechs Soldaten in Qarna getötet", None),
    ("Rebellen verlassen Qarna", None),
]


@pytest.mark.parametrize("text, language", SHORT)
def test_read_language_a_line_is_english_or_left_alone_and_the_guess_is_said(text, language):
    code, assumed = judge_language(text)
    assert code == language if language else code != "en"
    assert assumed == (code != "und")
