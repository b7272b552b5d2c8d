"""What English says around numbers: bounds, vague counts, units, and the company that makes a number no
count."""

# How the words before (or after) a number bound it. Longest alternatives first within a class.
BEFORE = {
    "floor": r"at (?:the very )?least|(?:no|not) fewer than|(?:no|not) less than|(?:a )?minimum of"
    r"|in excess of"
    r"|upwards? of|greater than|more than|exceed(?:ed|ing|s)?|surpass(?:ed|ing|es)?|topp(?:ed|ing)|over"
    r"|above",
    "ceiling": r"(?:no|not) more than|at (?:the )?most|(?:a )?maximum of|not exceeding|fewer than|less than"
    r"|as (?:many|much) as|up to|under|below",
    "nearly": r"just (?:under|below|short of|shy of)|(?:very )?nearly|almost|close to|approaching",
    "about": r"(?:an )?estimated(?: at)?|in the (?:region|order) of|approximately|roughly|approx\.?"
    r"|around|about"
    r"|circa|some|~",
}
ADVERB = (
    r"(?:well|just(?! under| below| short| shy)|slightly|far|much|a little|(?:slightly|far|significantly) )"
)
AFTER = {
    "floor": r" or more\b| at (?:the )?least\b|\+|-plus\b",
    "ceiling": r" or (?:fewer|less)\b| at (?:the )?most\b",
    "about": r" or so\b|-odd\b",
}
RANGE_OPENERS = ("between", "from")
RANGE_JOINS = r" ?(?:-|–|—) ?| to | or "
AND_JOIN = r" and "

PLURALS = {"tens": 20, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "millions": 2 * 10**6}
VAGUE = (
    r"(?:tens|dozens|scores|hundreds) of (?:thousands|millions)(?: of)?"
    r"|(?:dozens|scores|hundreds|thousands|millions)(?: of)?|tens of"
    r"|(?:several|a few|quite a few) (?:dozen|hundred|thousand|million)s?(?: of)?"
    r"|several|a few"
)
FEW = {"several": 3, "a few": 2, "quite a few": 2}
PAIRS = {"a couple of": 2, "a pair of": 2, "half a dozen": 6}
# A number that is said to be there and is not given: both ends open.
UNGIVEN = (
    r"(?:an? )?(?:large|great|huge|small|limited|significant|considerable|unknown|unspecified"
    r"|undetermined|undisclosed)"
    r" numbers? of|a number of"
)
# "No casualties" is an explicit 0; "no comment", "no information on casualties" are not counts at all.
COUNTED_BY_NO = (
    r"(?:(?:civilian|human|military|material) )?"
    r"(?:casualt(?:y|ies)|deaths?|dead|fatalit(?:y|ies)|injur(?:y|ies)|injured|wounded|victims?|loss(?:es)?"
    r"|civilians?|people|persons?|soldiers?|fighters?|militants?|children|women|prisoners?|captives?|arrests?"
    r"|air ?strikes?|raids?|strikes?|clashes|violations?)\b"
)

TIME_UNITS = r"seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|centuries"
UNITS = (
    r"(?:square |sq\.? |cubic )?(?:kilomet(?:er|re)s?|met(?:er|re)s?|centimet(?:er|re)s?|millimet(?:er"
    r"|re)s?|miles?"
    r"|yards?|feet|km2?|mm|cm|kms)|hectares?|acres?|dunams?|kilograms?|kilos?|kg|tons?|tonnes?|lit(?:er"
    r"|re)s?|degrees?"
    r"|dollars?|euros?|pounds?|liras?"
)
BETWEEN_NUMBER_AND_TIME = r"(?:(?:consecutive|straight|successive|full|whole|more|long|other|last|past) )?"
PERCENT = r" ?%| ?per ?cent\b"
CURRENCY = "$€£"

# After "over" or "about", a number of these is a stretch of time in which, not a bound: "over three days".
TEMPORAL_PREPOSITIONS = ("over",)
LASTING = r"(?:for|of|after|last(?:ed|ing|s)?|than|to|some|took|spent|with) \Z"

# A capitalised one of these before a number names a thing ("Brigade 104"); the second list does so in
# any case.
LABELS = (
    r"Division|Brigade|Battalion|Regiment|Unit|Base|Group|Highway|Street|Road|Gate|Checkpoint|Hill"
    r"|Point|Building"
    r"|District|Zone|Sector|Channel|Camp|Block|Corridor|Station|Hospital|School|Level|Operation|Group of"
)
LABELS_ANY_CASE = (
    r"resolution|articles?|no\.|nos?|number|type|model|mark|mk|route|page|pages|phase|chapter|category"
    r"|version|section"
    r"|paragraph|annex|figure|table|round|season|episode|aged?|flight|caliber|calibre|psalm|verse"
)
# "107 missile" and "82 mm mortar" name a weapon; "12 missile strikes" counts.
DESIGNATED = (
    r"missile|rocket|mortar|gun|howitzer|cannon|rifle|tank|launcher|drone|bomb|shell|model"
    r"|type|machine gun|system"
)
YEAR_WORDS = (
    r"in|since|by|of|from|until|till|during|early|late|mid|year|summer|winter|spring|autumn|fall|before|after"
)
CLOCK_AFTER = r" ?(?:[ap]\.? ?m\b\.?|o'?clock|o’clock|gmt|utc|hrs\b|local time)"
AGE_AFTER = r"[ -]years?[ -]olds?\b|[ -]months?[ -]olds?\b"
AGE_BEFORE = r"(?:children|people|boys|girls|women|men|anyone|those|kids|persons|males|females|minors) \Z"
IRREGULAR_PLURALS = (
    "people", "men", "women", "children", "personnel", "dead", "wounded", "injured", "missing", "others",
    "police",
    "militiamen", "policemen", "servicemen", "aircraft", "militia", "infantry", "tonnes", "militants",
    "staff",
    "killed", "martyrs", "troops", "displaced", "crew", "casualties",
)  # fmt: skip
STOPS = (
    "a", "an", "the", "in", "on", "at", "of", "to", "from", "by", "when", "was", "were", "is", "are",
    "and", "or",
    "as", "with", "for", "after", "before", "that", "which", "had", "has", "have", "his", "its", "this",
    "who",
    "he", "she", "it", "they", "but", "while", "since", "until", "said", "says", "near", "into", "against",
)  # fmt: skip
# "one" is a pronoun after these, or before those.
ONE_AFTER = (
    "no", "every", "any", "some", "each", "this", "which", "the", "another", "only", "last",
    "first", "new",
    "old", "big", "small", "good", "offensive", "defensive", "important", "an", "a", "such",
)  # fmt: skip
ONE_BEFORE = (
    "of", "another", "can", "could", "must", "should", "may", "might", "has", "had", "is", "was", "who",
    "that",
    "which", "hand", "day", "would", "will", "by", "side", "thing", "after", "third", "half", "quarter",
)  # fmt: skip
LOSING = r"(?:kill|wound|injur|captur|arrest|detain|destroy|damag|kidnap|abduct|shot|lost|los|martyr)\w* \Z"
FRACTIONS = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
