"""Names become ids: who, where and on whose side, within one document, by a pack and a gazetteer.

`resolve_claims(document, claims, pack, gazetteer)` fills the claims of one document; `load_gazetteer(pack)` opens the
places. Whatever cannot be told stays without an id, says why, and lists what came close.
"""

from sijill.resolve.claims import resolve_claims
from sijill.resolve.gazetteer import Gazetteer, load_gazetteer

__all__ = ["Gazetteer", "load_gazetteer", "resolve_claims"]
