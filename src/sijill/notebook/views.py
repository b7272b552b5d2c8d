"""The report page inside a notebook."""

import html


class Page:
    """A page of HTML that a notebook shows in a frame of its own, where none of it can touch the notebook.

    >>> Page("<p>Elm</p>", 300)._repr_html_()
    '<iframe sandbox="allow-scripts" style="width:100%;height:300px;border:0" srcdoc="&lt;p&gt;Elm&lt;/p&gt;"></iframe>'
    """

    def __init__(self, text: str, height: int = 720):
        self.text, self.height = text, height

    def _repr_html_(self) -> str:
        return (
            f'<iframe sandbox="allow-scripts" style="width:100%;height:{self.height}px;border:0"'
            f' srcdoc="{html.escape(self.text)}"></iframe>'
        )
