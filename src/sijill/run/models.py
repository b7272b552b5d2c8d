"""The models of linking that a record's decisions gave: kept beside the record, numbered, and one of them in use."""

from pathlib import Path

import msgspec

from ..errors import SijillError
from ..link.weights import Weights, load_shipped
from ..model import from_json, to_json
from ..record.folder import write_whole

SHIPPED = 0


def models_path(root: Path) -> Path:
    """The folder of the record's own models."""
    return root / "link"


def list_models(root: Path) -> list[int]:
    """The numbers of the models kept, oldest first."""
    return sorted(int(path.stem) for path in models_path(root).glob("*.json") if path.stem.isdigit())


def read_used(root: Path) -> int:
    """The number of the model in use; 0 is the shipped one."""
    path = models_path(root) / "current"
    try:
        return int(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return SHIPPED
    except ValueError as error:
        raise SijillError(
            "does not name a model", where=str(path), remedy="choose one: `sijill link use shipped`"
        ) from error


def read_model(root: Path, number: int | None = None) -> Weights:
    """A model by its number, or the one in use."""
    number = read_used(root) if number is None else number
    if number == SHIPPED:
        return load_shipped()
    path = models_path(root) / f"{number}.json"
    try:
        return from_json(path.read_bytes(), Weights)
    except FileNotFoundError as error:
        raise SijillError(
            "there is no such model", where=str(path), remedy="see `sijill link show`"
        ) from error
    except msgspec.MsgspecError as error:
        raise SijillError(
            f"is no model of linking ({error})",
            where=str(path),
            remedy="choose another: `sijill link use shipped`",
        ) from error


def keep_model(root: Path, model: Weights) -> int:
    """The number under which the model is kept from now on; it is also the one in use. The caller holds the lock."""
    number = max([SHIPPED, *list_models(root)]) + 1
    models_path(root).mkdir(exist_ok=True)
    data = msgspec.json.format(to_json(model), indent=1)
    write_whole(models_path(root) / f"{number}.json", data + b"\n")
    use_model(root, number)
    return number


def use_model(root: Path, number: int) -> None:
    """The next build links by this model. The caller holds the lock."""
    read_model(root, number)
    models_path(root).mkdir(exist_ok=True)
    write_whole(models_path(root) / "current", f"{number}\n".encode())
