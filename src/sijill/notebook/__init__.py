"""A record as a few short calls for Python and notebooks: tables by filters, a page with map and timeline, exports."""

from .asking import Notebook
from .rows import Rows
from .views import Page

__all__ = ["Notebook", "Page", "Rows"]
