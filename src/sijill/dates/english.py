"""Calendar words of English: the constants that `parse` and `find` read."""

MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5,
    "june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9,
    "october": 10, "oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
HIJRI_MONTHS = {
    "muharram": 1, "safar": 2, "rabi al-awwal": 3, "rabi' al-awwal": 3, "rabi al-thani": 4,
    "rabi' al-thani": 4, "jumada al-awwal": 5, "jumada al-ula": 5, "jumada al-thani": 6,
    "jumada al-akhira": 6, "rajab": 7, "shaaban": 8, "sha'ban": 8, "shaban": 8, "ramadan": 9,
    "shawwal": 10, "dhu al-qi'dah": 11, "dhul qadah": 11, "dhu al-hijjah": 12, "dhul hijjah": 12,
}  # fmt: skip
# Monday is 0, as in `datetime.date.weekday`.
WEEKDAYS = {
    "monday": 0, "mon": 0, "tuesday": 1, "tues": 1, "tue": 1, "wednesday": 2, "wed": 2, "thursday": 3,
    "thurs": 3, "thur": 3, "thu": 3, "friday": 4, "fri": 4, "saturday": 5, "sat": 5, "sunday": 6,
    "sun": 6,
}  # fmt: skip
