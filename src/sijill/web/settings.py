"""How a record is served: where, to whom, and how much of it."""

import ipaddress
from pathlib import Path

from ..errors import SijillError
from ..model import Frozen

ACCESS_FILE = "access.json"


class Settings(Frozen):
    """What `sijill serve` was asked for, checked by `check_settings`."""

    record: Path
    host: str = "127.0.0.1"
    port: int = 8400
    names: tuple[
        str, ...
    ] = ()  # by which names and addresses browsers may ask for it, besides those of this machine
    access: Path | None = (
        None  # the file of tokens; None = `access.json` in the record's folder, where there is one
    )
    public: bool = False  # redacted and read-only, for anybody
    everything: bool = False  # public, but nothing redacted
    hold_back: int = 0  # days for which control is not shown, when public
    tiles: str | None = None  # address of a tile server for the ground of the map
    who: str = ""  # who decides, where there are no tokens

    @property
    def access_path(self) -> Path:
        """The file that holds the tokens, whether or not it exists."""
        return self.access or self.record / ACCESS_FILE

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it; with a name, a proxy before it lets others in."""
        return is_loopback(self.host) and not self.names


def is_loopback(host: str) -> bool:
    """Whether the address is one that only this machine reaches.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0"), is_loopback("elm.example")
    (True, True, False, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_settings(settings: Settings) -> None:
    """The settings can be meant together and are safe; else an error says what is missing."""
    if settings.hold_back < 0:
        raise SijillError(
            f"{settings.hold_back} days cannot be held back", remedy="give a number of days, 0 or more"
        )
    if (settings.everything or settings.hold_back) and not settings.public:
        raise SijillError(
            "--everything and --hold-back are choices about what is public", remedy="add --public"
        )
    if settings.access is not None and not settings.access.is_file():
        raise SijillError(
            "there is no such file of tokens",
            where=str(settings.access),
            remedy="make one with `sijill token add NAME --role editor`",
        )
    if not settings.is_local and not settings.public and not settings.access_path.is_file():
        where = settings.names[0] if settings.names else settings.host
        raise SijillError(
            f"at {where} others could reach this record, and nobody has a token for it",
            remedy="give each a token with `sijill token add NAME --role reader`, or add --public for a redacted, "
            "read-only view for everybody",
        )
    if settings.tiles and not settings.tiles.startswith(("https://", "http://")):
        raise SijillError(
            f"{settings.tiles!r} is not the address of a tile server",
            where="--tiles",
            remedy="write it as https://tiles.example/{z}/{x}/{y}.png",
        )
