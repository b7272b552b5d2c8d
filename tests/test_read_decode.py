"""Bytes in any encoding become text, and what was guessed or lost is said."""

import pytest

from sijill.model import Document, Unread
from sijill.read import ReadOptions, find_captures, read_capture
from sijill.read.decode import decode_bytes

ARABIC = "قصفت طائرات الحرس بلدة أردون بعد ظهر الاثنين وقتل ثلاثة أشخاص حسب العيادة، وفر السكان إلى التلال."
RUSSIAN = (
    "Самолёты гвардии нанесли удар по городу в понедельник днём, погибли три человека, сообщили в клинике."
)
ENGLISH = "The League’s men – “fifty of them” – left Qarna on Monday, and the Guard’s shells hit the mill."

ENCODED = [
    (ENGLISH.encode(), ENGLISH, ()),
    (b"\xef\xbb\xbf" + ENGLISH.encode(), ENGLISH, ()),
    (ENGLISH.encode("utf-16"), ENGLISH, ("decoded_as:utf-16",)),
    (ARABIC.encode("cp1256"), ARABIC, ("decoded_as:cp1256",)),
    (RUSSIAN.encode("cp1251"), RUSSIAN, ("decoded_as:cp1251",)),
]


@pytest.mark.parametrize("payload, text, flags", ENCODED)
def test_read_decode_known_encodings(payload, text, flags):
    decoded = decode_bytes(payload)
    assert (decoded.text, decoded.flags) == (text, flags)


def test_read_decode_typographic_marks_of_old_windows_files():
    decoded = decode_bytes(ENGLISH.encode("cp1252"))
    assert decoded.text == ENGLISH
    assert decoded.flags[0].startswith("decoded_as:") and "broken_encoding" not in decoded.flags


PAGES = [
    (ENGLISH, "cp1252"),
    (
        "Des combattants ont pris le pont avant l’aube, selon des habitants, où dormaient des élèves et leur mère.",
        "cp1252",
    ),
    ("El ejército controló la región según el capitán; murieron niños y niñas en la explosión.", "cp1252"),
    ("Die Armee hält die Brücke über den Fluß, während Kämpfer aus den Dörfern flüchteten.", "cp1252"),
    ("Vojáci obsadili most přes řeku před úsvitem, uvedli obyvatelé, a mlýn byl ostřelován.", "cp1250"),
    ("Żołnierze zajęli most o świcie, mówią mieszkańcy, a młyn został ostrzelany; dwóch zginęło.", "cp1250"),
    ("Savaşçılar şafaktan önce köprüyü aldı, kasaba sakinleri değirmenin vurulduğunu söyledi.", "cp1254"),
]


@pytest.mark.parametrize("text, page", PAGES)
def test_read_decode_the_language_tells_the_code_page_of_latin_letters(text, page):
    decoded = decode_bytes(text.encode(page))
    assert decoded.text == text and decoded.flags == (f"decoded_as:{page}",)


def test_read_decode_a_few_broken_bytes_do_not_spoil_the_rest():
    # Cut in the middle of a letter, as a download that broke off: a guess would make nonsense of all of it.
    decoded = decode_bytes(ARABIC.encode()[:-3] + b"\xff" + ARABIC.encode())
    assert decoded.flags == ("broken_encoding",)
    assert ARABIC in decoded.text and "\ufffd" in decoded.text


def test_read_decode_a_declared_encoding_is_used_before_a_guess():
    short = "قرنة".encode("cp1256")  # far too short to guess from
    assert decode_bytes(short, "windows-1256").text == "قرنة"
    assert decode_bytes(short, "no-such-encoding").text  # nonsense in a header is not an error
    assert decode_bytes(b"\xe7\xff", "hex").text  # a codec, but not of text


def test_read_decode_a_broken_file_is_read_and_flagged(tmp_path):
    (tmp_path / "a.txt").write_bytes(ARABIC.encode() + b"\xd9" + b"\n" + ARABIC.encode())
    (capture,) = find_captures([tmp_path / "a.txt"], ReadOptions())
    document = read_capture(capture, ReadOptions())
    assert "broken_encoding" in document.flags and document.language == "ar"


@pytest.mark.parametrize("payload", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, b"\x00\x01\x02" * 500])
def test_read_decode_bytes_that_are_no_text_are_unread(tmp_path, payload):
    (tmp_path / "a.txt").write_bytes(payload)
    (capture,) = find_captures([tmp_path / "a.txt"], ReadOptions())
    unread = read_capture(capture, ReadOptions())
    assert isinstance(unread, Unread)
    assert unread.source.endswith("a.txt") and "UTF-8" in unread.remedy and unread.content_hash


def test_read_decode_a_text_of_20_megabytes_is_read(tmp_path):
    paragraph = "".join(
        f"On day {n} shells fell on Tel Sorn and {n} people were hurt, it was said. " for n in range(250)
    )
    text = "The Long Chronicle\n\nBy Ann Weaver | 4 May 2031\n\n" + (paragraph + "\n") * 1150
    assert len(text) > 20_000_000
    (tmp_path / "long.txt").write_text(text)
    (capture,) = find_captures([tmp_path / "long.txt"], ReadOptions())
    document = read_capture(capture, ReadOptions())
    assert isinstance(document, Document)
    assert (document.text, document.published, document.language) == (text, "2031-05-04", "en")
    assert document.repeats[-1].of_start < 20_000  # repeated to the letter: points into the first paragraph
