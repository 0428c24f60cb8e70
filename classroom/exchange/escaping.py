"""A pupil's words inside a Markdown cell: every sign stays the sign that was typed, whoever shows the notebook.

Markdown would drop line breaks, turn « - Bonjour » into a list and `<b>` into a tag, and run a script. So the text is one HTML
block on one line (a blank line would end the block and wake Markdown up), and all ASCII punctuation is written as
character references, which also keeps Jupyter's search for formulas (`$`, `\\`, back quotes) away from it.
"""

from __future__ import annotations

import html
import re

# Both class names are needed: MathJax 2 (nbgrader's pages) knows the first, MathJax 3 and 4 (JupyterLab) the second.
OPENING = '<div lang="fr" class="tex2jax_ignore mathjax_ignore" style="white-space:pre-wrap">'
CLOSING = "</div>"

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~\u2028]")
_HARMLESS = frozenset(" ,.'-")


def inline(text: str) -> str:
    """Text that means itself in HTML and in Markdown, line feeds excepted."""
    return _PUNCTUATION.sub(lambda sign: sign[0] if sign[0] in _HARMLESS else f"&#{ord(sign[0])};", text)


def source_of(plain: str) -> str:
    """The source of a Markdown cell that shows this text as it was typed."""
    return OPENING + "<br>".join(inline(line) for line in plain.split("\n")) + CLOSING


def plain_of(source: str) -> str:
    """The text that a cell shows: the inverse of `source_of`, and what is typed in a cell by hand as it is."""
    if not (source.startswith(OPENING) and source.endswith(CLOSING)):
        return source
    return html.unescape(source[len(OPENING) : -len(CLOSING)].replace("<br>", "\n"))
