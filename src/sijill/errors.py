"""The one error a user may see: what is wrong, where, and what to do about it."""


class SijillError(Exception):
    """A mistake in the input that the user can mend; the command line prints it and exits with code 2.

    >>> str(SijillError("the file is empty", where="a.txt", remedy="remove it or give it text"))
    'a.txt: the file is empty; remove it or give it text'
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = ""):
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__((f"{where}: " if where else "") + what + (f"; {remedy}" if remedy else ""))
