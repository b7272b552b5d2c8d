"""What a build tells of itself beside its figures: a pack that changed, a language that nothing reads."""

from typing import Any

from .options import BuildOptions


def tell_pack_before(served: dict[str, Any], manifest: dict[str, Any]) -> str | None:
    """The name of the pack that the version served before was read with, if it was another or another state of it."""
    older, newer = served.get("pack", {}), manifest["pack"]
    same = (older.get("name"), older.get("digest")) == (newer["name"], newer["digest"])
    return None if same or not older else older.get("name")


def list_warnings(options: BuildOptions, extractor: Any) -> list[str]:
    """What a person should know of what was asked: a language that nothing reads leaves its reports without claims."""
    if options.language is None or options.language in extractor.languages:
        return []
    read = ", ".join(sorted(extractor.languages))
    return [
        f"--language {options.language}: the {extractor.name} extractor reads {read} alone, so these sources are kept "
        f"and give no claims; was that not meant, build them again with --language {sorted(extractor.languages)[0]}"
    ]
