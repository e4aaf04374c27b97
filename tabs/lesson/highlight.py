"""Code on the page in a few quiet colours: comments, words of the language, texts and numbers."""

from html import escape

from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Literal, Name, Operator
from pygments.util import ClassNotFound

KINDS = (
    (Comment, "comment"),
    (Keyword, "word"),
    (Operator.Word, "word"),
    (Name.Tag, "word"),  # keys in YAML
    (Literal.String, "text"),
    (Literal.Number, "number"),
)


def highlighted(code: str, language: str) -> str:
    """Return code as HTML, everything escaped; without colours where the language is not known."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return escape(code)
    return "".join(_span(kind, text) for kind, text in lexer.get_tokens(code))


def _span(kind, text: str) -> str:
    for parent, name in KINDS:
        if kind in parent:
            return f'<span class="le-code-{name}">{escape(text)}</span>'
    return escape(text)
