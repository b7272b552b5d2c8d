"""Tables of words that are declined, written as rows of forms."""


def decline(table: dict[str, int]) -> dict[str, int]:
    """Each form of a row of forms with its value.

    >>> decline({"два двух": 2})
    {'два': 2, 'двух': 2}
    """
    return {form: value for forms, value in table.items() for form in forms.split()}
