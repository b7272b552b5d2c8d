"""Sentences and words of an English report, as the parser was trained to see them.

The word rules are those of the UD English treebanks: hyphenated compounds split ("opposition-held" is three
words, "al-Rahman" too), prefixes stay on ("pro-government"), clitics split ("did" "n't", "general" "'s",
"can" "not").
"""

import re
from dataclasses import dataclass

from sijill.extract.embedded.boundaries import split_sentences

__all__ = ["Token", "split_sentences", "split_words"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the document and where it stands."""

    text: str
    start: int
    end: int


PREFIXES = (
    "anti|arch|bi|co|counter|cross|de|e|ex|extra|hyper|inter|intra|micro|mid|mini|multi|neo|non|over|post|"
    "pre|pro|pseudo|re|semi|socio|sub|super|trans|ultra|un"
)
# with a full stop these are one word, wherever they stand but at the end of a sentence
TITLES = (
    "Mr|Mrs|Ms|Dr|Drs|Messrs|Mme|Mlle|Gen|Gens|Col|Cols|Maj|Lt|Capt|Cpt|Cmdr|Cdr|Adm|Sgt|Cpl|Pvt|Brig|Prof|"
    "Gov|vs|etc|approx|govt|dept|e\\.g|i\\.e"
)
# these only with a capital, for in small letters they are words as well ("the sun.", "no.")
NAMED = (
    "St|Ste|Ft|Mt|Rd|Ave|Blvd|Sen|Sens|Rep|Reps|Rev|Hon|Fr|Sr|Jr|Pres|Supt|Insp|Amb|Atty|Attn|Inc|Ltd|Co|"
    "Corp|Bros|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun|"
    "La|Va|Pa|Calif|Conn|Mass|Mich|Minn|Wash|Spec|Ed|Esp|Ph"
)
NUMBERED = "Nos?|nos?|pp?|ca?|vol|Vol|Art|art|Arts|Sec|Para|para|Fig|fig|Ch|ext|b|d"  # "No. 5", but "No."
UNITS = (
    "am|pm|AM|PM|a\\.m\\.|p\\.m\\.|k|K|m|M|mm|MM|cm|km|KM|kms|mn|bn|b|ft|in|kg|KG|kgs|lbs?|oz|mph|kph|kmh|"
    "hrs?|mins?|tn|MW|GW|kW|GB|MB|g|ml|persons|people|years?|days?|x"
)
FILES = "docx?|xlsx?|xls|pdf|html?|txt|jpe?g|gif|png|zip|ppt|url|exe|csv|mp[34]"
DOMAINS = "com|org|net|gov|edu|mil|info|int|biz|uk|de|fr|eu|sy|ru|tr|iq|ir|lb|jo|nz|au|ca|jp|tw|ch"
LETTER = "[^\\W_]"
INNER = "[\\w\u0300-\u036f\u064b-\u0652]"  # letters, and the marks that are written over them
CLITICS = "[sS]|[rR][eE]|[vV][eE]|[lL][lL]|[dD]|[mM]"

CHUNK = re.compile("[^\\s\u200b\u200e\u200f\u2060\ufeff]+")
WORD = re.compile(
    "|".join(
        [
            # addresses
            r"(?:(?:https?|ftp)://|mailto:|www\.)(?:[^\s<>\"“”()]|\([^\s()]*\))+(?<![.,;:!?'’\]])",
            r"[\w.%+-]{0,64}[\w.]@[A-Za-z][\w-]*(?:\.[\w-]+)*",
            rf"[\w#-]{{1,64}}(?:\.[\w-]{{1,64}}){{0,6}}\.(?:(?i:{FILES}|com)|{DOMAINS})\b(?!\.\w)"
            r"(?:/[\w/.%-]*[\w/])?",
            rf"(?<!\w)\.(?:{FILES})\b",
            r"[a-z]{1,20}(?:\.[a-z]{2,20}){2,6}\b",  # alt.animals.cat
            r"[@#][A-Za-z_]\w*",
            # abbreviations: U.S., a.m., Ph.D., U.S (no second stop), J. Smith, S.Korea
            r"(?:Ph|M|B)\.(?:D|Sc|Ed|Phil)\.",
            r"(?:[A-Za-z]\.){2,}",
            r"(?:[A-Za-z]\.)+[A-Z](?![\w.])",
            rf"(?i:(?<!\w)(?:{TITLES}))\.(?!\.)",
            rf"(?<!\w)(?:{NAMED}|{NAMED.upper()})\.(?!\.)",
            rf"(?<!\w)(?:{NUMBERED}|NO|NOS)\.(?=\s?\d)",
            r"(?<=\bet )al\.",
            r"(?<![\w'’.])[A-Z]\.(?=\s?\w|[,;\]-])(?!\s?\d)",
            # numbers: telephone, day, score, clock, sum, ordinal
            r"(?<![\w-])(?:\+?\d-)?\d{3}[-/]\d{3}-\d{4}(?![\w-])",
            r"(?<![\w-])\d{3}-(?!\d{3}0)\d{4}(?![\w-])",
            r"(?<![\w-])(?:\d{4}-\d\d-\d\d|\d\d?-\d\d?-\d{4}|\d{5}-\d{4})(?![\w-])",
            r"(?<![\w/])\d{1,2}/\d{1,2}(?:/\d{2,4})?(?![\w/])|(?<![\w/])\d{4}/\d\d?/\d\d?(?![\w/])",
            r"(?<![\w)+])\+\d[\d-]*",
            r"(?<![\w.])\.\d+\b",
            rf"\d+(?:[.,:]\d+)*(?=(?:{UNITS})(?!\w))",
            r"\d0[’']s\b|[’']\d0s\b|’\d\d(?!\w)",
            r"\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?(?!\w)",
            # letters
            rf"(?<![\w-])(?!UN-)(?:(?i:{PREFIXES}))-(?:[A-Za-z]\w*|\d+s?\b)",
            rf"{LETTER}+(?=[nN][’'`´][tT]\b)|[nN][’'`´][tT]\b",
            r"(?i:w/(?:o|out)?|b/c|s/he|n/a|l/c)(?!\w)|I/[A-Z]\b",
            r"(?<![\w&])[A-Za-z]{1,4}&[A-Za-z]{1,3}\b",
            r"(?:US|[ACU])\$",
            r"[A-Za-z]\*+[A-Za-z]+",
            r"(?<!\w)[’'](?:em|cause|til|till|bout)\b|(?<!\w)n[’'](?!\w)",
            # Hay'at, Ba’ath, O'Brien
            rf"{LETTER}{INNER}*(?:[’'ʿʾ`´](?!(?:{CLITICS}|[tT])\b){LETTER}{INNER}*)*",
            rf"[’'`´](?:{CLITICS})\b|[’']m(?=a\b)",
            # signs
            r"(?<![(\w])[:;=]['’]?-?[()DPp/|](?![\w/])|[:;]-?[)(](?!\S)|\^_+\^|-_+-|(?<!\S)\(:(?!\S)",
            r"[!?]+[!?.…]*|\.{2,}|\.[!?]+|…+\.*|''|``|’’|‘’|(?:--)?=+(?:--+)?|--+=?",
            r"([-=_*<>+~#$])\1+",
            r"\S",
        ]
    )
)
# two words written as one, and where they part
JOINED = (
    "can|not gon|na got|ta wan|na lem|me gim|me out|ta i|m i|ve a|lot do|nt wo|nt ca|nt is|nt ai|nt ar|nt "
    "did|nt has|nt had|nt was|nt are|nt does|nt have|nt were|nt could|nt would|nt should|nt he|s she|s "
    "that|s what|s there|s where|s you|re you|ll you|ve they|re they|ll they|ve"
)
PARTED = {pair.replace("|", ""): pair.index("|") for pair in JOINED.split()}
# "its not", "your a": before these a possessive could not stand
NO_NOUN = (
    "a an the not been my your his their like just so too also still really very now because simply "
    "definitely welcome gonna going"
)
NO_NOUNS = frozenset(NO_NOUN.split())
LOOSE = {"its": 2, "your": 3}
UNSURE = frozenset({*PARTED, *LOOSE})
CLOSING = "\"”’')]»"


def split_words(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of a stretch of text, with offsets into the whole text; the stretch should be one sentence.

    >>> " ".join(t.text for t in split_words("The rebel-held hill didn't fall; Hay'at al-Sham's men stayed."))
    "The rebel - held hill did n't fall ; Hay'at al - Sham 's men stayed ."
    >>> [t.text for t in split_words("Gen. A. Smith cannot leave the U.S. before 9:30am, etc.")]
    ['Gen.', 'A.', 'Smith', 'can', 'not', 'leave', 'the', 'U.S.', 'before', '9:30', 'am', ',', 'etc', '.']
    """
    end = len(text) if end is None else end
    words: list[Token] = []
    add = words.append
    for chunk in CHUNK.finditer(text, start, end):
        word = chunk.group()
        at, stop = chunk.span()
        if word.isalpha():
            if word.lower() in UNSURE:
                words += _split_glued(text, at, stop, end)
            else:
                add(Token(word, at, stop))
        elif word[:-1].isalpha() and (word[-1] in ",;?!" or (word[-1] == "." and stop == end)):
            words += _split_glued(text, at, stop - 1, end)
            add(Token(word[-1], stop - 1, stop))
        else:
            words += _split_chunk(text, at, stop, end)
    if words:
        _free_last_stop(words)
    return words


def _split_chunk(text: str, start: int, stop: int, end: int) -> list[Token]:
    """The words of what stands between two blanks."""
    out = []
    at = start
    while at < stop and (match := WORD.match(text, at, end)):
        word = match.group()
        if word.isalpha() and word.lower() in UNSURE:
            out += _split_glued(text, at, match.end(), end)
        else:
            out.append(Token(word, at, match.end()))
        at = match.end()
    return out


def _split_glued(text: str, start: int, stop: int, end: int) -> list[Token]:
    """A word that may be two, as two where it must be."""
    word = text[start:stop]
    lower = word.lower()
    cut = PARTED.get(lower, 0)
    if lower in LOOSE:
        following = CHUNK.match(text, stop + 1, end)
        cut = LOOSE[lower] if following and following.group().lower() in NO_NOUNS else 0
    elif len(word) < 4 and word.isupper():
        cut = 0  # "IM" is an abbreviation
    if not cut:
        return [Token(word, start, stop)]
    return [Token(word[:cut], start, start + cut), Token(word[cut:], start + cut, stop)]


def _free_last_stop(words: list[Token]) -> None:
    """Part the full stop that ends the sentence from an abbreviation: "and so on, etc." but "in the U.S."."""
    last = len(words) - 1
    while last and words[last].text in CLOSING:
        last -= 1
    word = words[last]
    if word.text[-1] == "." and word.text[:-1].isalpha():
        words[last : last + 1] = [
            Token(word.text[:-1], word.start, word.end - 1),
            Token(".", word.end - 1, word.end),
        ]
