"""Gazetteers that a user brings: GeoNames dumps and tables or boundaries with P-codes, each one local file.

`import_gazetteer(path)` makes such a file of a download, whole or not at all; `open_imports()` opens all there are;
`open_shipped(pack)` opens the tables of villages that come with a pack.
"""

from sijill.resolve.imports.files import (
    GazetteerFile,
    find_folder,
    list_gazetteers,
    open_imports,
    remove_gazetteer,
)
from sijill.resolve.imports.making import import_gazetteer
from sijill.resolve.imports.shipped import open_shipped

__all__ = [
    "GazetteerFile",
    "find_folder",
    "import_gazetteer",
    "list_gazetteers",
    "open_imports",
    "open_shipped",
    "remove_gazetteer",
]
