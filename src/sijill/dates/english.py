"""Calendar words of English: the constants that `parse` and `find` read."""

MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5,
    "june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9,
    "october": 10, "oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
HIJRI_MONTHS = {
    "muharram": 1, "safar": 2, "rabi al-awwal": 3, "rabi' al-awwal": 3, "rabi al-thani": 4,
    "rabi' al-thani": 4, "jumada al-awwal": 5, "jumada al-ula": 5, "jumada al-thani": 6,
    "jumada al-akhira": 6, "rajab": 7, "shaaban": 8, "sha'ban": 8, "shaban": 8, "ramadan": 9, "shawwal": 10,
    "dhu al-qi'dah": 11, "dhul qadah": 11, "dhu al-hijjah": 12, "dhul hijjah": 12,
}  # fmt: skip
# Monday is 0, as in `datetime.date.weekday`.
WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
# Only beside a date: "sat" and "sun" are words of their own.
SHORT_WEEKDAYS = {
    "mon": 0, "tues": 1, "tue": 1, "wed": 2, "thurs": 3, "thur": 3, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
PARTS = {
    "morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "night", "dawn": "dawn",
    "daybreak": "dawn", "sunrise": "dawn", "noon": "noon", "midday": "noon", "dusk": "evening",
    "sunset": "evening", "nightfall": "night", "midnight": "midnight",
}  # fmt: skip
EDGES = {
    "early": "early", "mid": "mid", "late": "late",
}  # fmt: skip
# The stretches of a month or year that are said with "of": "the first week of".
STRETCHES = {
    "beginning": "early", "start": "early", "first days": "early", "middle": "mid", "end": "late",
    "last days": "late", "first week": "week1", "second week": "week2", "third week": "week3",
    "last week": "last_week", "first half": "half1", "second half": "half2",
}  # fmt: skip
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
UNITS = {
    "hour": "hour", "day": "day", "night": "day", "week": "week", "fortnight": "fortnight", "month": "month",
    "year": "year", "decade": "decade",
}  # fmt: skip
# what is called after a day: "the March 23 Movement", "17 February Brigade", "14 October Square"
NAMED_AFTER_DAYS = (
    "Movement|Brigades?|Battalions?|Regiment|Division|Front|Coalition|Alliance|Organi[sz]ation|Group|Army|Militia|"
    "Party|Revolution|Uprising|Square|Street|Avenue|Bridge|Camp|District|Neighbou?rhood|University|School|Hospital|"
    "Stadium|Airport|Base|Committee|Commission|Coordination"
)
