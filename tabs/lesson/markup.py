"""A chapter's Markdown becomes HTML: CommonMark with tables, sections by row, and the directives.

Leaves out what figures and facts say (`figures/`, `facts.py`) and how it all looks (`web/lesson`).
"""

import json
from collections.abc import Iterator
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from tabs.lesson import directives
from tabs.lesson.directives import Directive
from tabs.lesson.highlight import highlighted

LINK_ICON = (
    '<svg viewBox="0 0 24 24" aria-hidden="true">'
    '<path d="M10 13.5a4 4 0 0 0 5.7 0l3.6-3.6a4 4 0 0 0-5.7-5.7L12.5 5.3"/>'
    '<path d="M14 10.5a4 4 0 0 0-5.7 0l-3.6 3.6a4 4 0 0 0 5.7 5.7l1.1-1.1"/></svg>'
)


def parser() -> MarkdownIt:
    """Return a parser of chapters. Raw HTML in them is shown as text, not obeyed."""
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(["table", "smartquotes"])
    markdown.block.ruler.before("paragraph", "directive", _read_directive, {"alt": ["paragraph"]})
    markdown.inline.ruler.before("link", "fact", _read_fact)
    markdown.core.ruler.push("rows", _mark_rows)
    for name in ("fence", "code_inline", "table_open", "table_close", "link_open"):
        markdown.add_render_rule(name, RULES[name])
    for name in ("directive", "fact", "row_open", "row_close", "heading_open", "heading_close"):
        markdown.add_render_rule(name, RULES[name])
    return markdown


def to_html(source: str) -> str:
    """Return a chapter's body as HTML.

    Raises:
        UnknownName: it asks for a figure, fact, widget, tab or setting that does not exist.
    """
    return PARSER.render(source)


def inline_html(text: str) -> str:
    """Return one line of Markdown, such as an answer of the quiz, as HTML without a paragraph around it."""
    return PARSER.renderInline(text)


# ---- reading ----


def _read_directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not line.startswith("::") or state.is_code_block(start):
        return False
    directive = directives.read(line)
    if directive is None:
        return False
    if not silent:
        token = state.push("directive", "", 0)
        token.map = [start, start + 1]
        token.meta = {"directive": directive}
        state.line = start + 1
    return True


def _read_fact(state: StateInline, silent: bool) -> bool:
    found = directives.FACT.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("fact", "", 0)
        token.content = found[1]
    state.pos = found.end()
    return True


def _mark_rows(state) -> None:
    """Put each `## L9 Title` and what follows it, up to the next heading of that size, between row tokens."""
    state.tokens = list(_with_rows(state.tokens))


def _with_rows(tokens: list[Token]) -> Iterator[Token]:
    row = ""
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag in ("h1", "h2"):
            if row:
                yield Token("row_close", "section", -1)
            row = _take_row(tokens[index + 1])
            if row:
                token.meta = {"row": row}
                yield Token("row_open", "section", 1, meta={"row": row})
        elif token.type == "heading_close" and row and token.tag == "h2":
            token.meta = {"row": row}
        yield token
    if row:
        yield Token("row_close", "section", -1)


def _take_row(heading: Token) -> str:
    """Cut the row's number off a heading and return it, "" where there is none."""
    first = heading.children[0] if heading.children else None
    if first is None or first.type != "text" or not (found := directives.ROW.match(first.content)):
        return ""
    first.content = first.content[found.end() :]
    return found[1]


# ---- writing ----


def _heading_open(self: RendererHTML, tokens, index, options, env) -> str:
    token = tokens[index]
    level = int(token.tag[1]) + 1  # the chapter's title is the tab's second-level heading
    if "row" in token.meta:
        return f'<header class="le-row-head"><h{level} tabindex="-1">'
    return f"<h{level}>"


def _heading_close(self: RendererHTML, tokens, index, options, env) -> str:
    token = tokens[index]
    level = int(token.tag[1]) + 1
    if row := token.meta.get("row"):
        label = "Copy a link to this part"
        button = f'<button type="button" class="le-link" data-link="{row}" aria-label="{label}" title="{label}">'
        return f"</h{level}>{button}{LINK_ICON}</button></header>\n"
    return f"</h{level}>\n"


def _row_open(self: RendererHTML, tokens, index, options, env) -> str:
    row = tokens[index].meta["row"]
    return f'<section id="{row}" data-row="{row}" class="le-row">\n'


def _row_close(self: RendererHTML, tokens, index, options, env) -> str:
    return "</section>\n"


def _fact(self: RendererHTML, tokens, index, options, env) -> str:
    return f'<span class="le-fact">{escape(directives.tell(tokens[index].content))}</span>'


def _code(self: RendererHTML, tokens, index, options, env) -> str:
    return f"<code>{escape(directives.with_facts(tokens[index].content))}</code>"


def _fence(self: RendererHTML, tokens, index, options, env) -> str:
    """Write code, or what it prints; "python solution" stays hidden until it is opened."""
    language, _, kind = tokens[index].info.strip().partition(" ")
    if language == "output":
        text = escape(tokens[index].content)
        return f'<div class="le-output"><p>It prints</p><pre tabindex="0">{text}</pre></div>\n'
    code = highlighted(directives.with_facts(tokens[index].content), language)
    shown = (
        f'<div class="le-code" data-language="{escape(language)}">'
        f'<pre tabindex="0"><code>{code}</code></pre>'
        '<button type="button" class="le-copy">Copy</button></div>\n'
    )
    if kind == "solution":
        return f'<details class="le-solution"><summary>Solution</summary>{shown}</details>\n'
    return shown


def _table_open(self: RendererHTML, tokens, index, options, env) -> str:
    return '<div class="le-table ui-wide"><table class="ui-table">\n'


def _table_close(self: RendererHTML, tokens, index, options, env) -> str:
    return "</table></div>\n"


def _link_open(self: RendererHTML, tokens, index, options, env) -> str:
    token = tokens[index]
    if "://" in str(token.attrGet("href")):
        token.attrSet("target", "_blank")
        token.attrSet("rel", "noopener")
    return self.renderToken(tokens, index, options, env)


def _directive(self: RendererHTML, tokens, index, options, env) -> str:
    directive: Directive = tokens[index].meta["directive"]
    return {"figure": _figure, "widget": _widget, "try": _try}[directive.kind](directive)


def _figure(directive: Directive) -> str:
    drawn = directives.draw(directive)
    caption = f"<figcaption>{escape(drawn.caption)}</figcaption>" if drawn.caption else ""
    name = escape(directive.name)
    body = f'<div class="le-drawn">{drawn.html}</div>{caption}'
    until = " data-until-drawn" if drawn.until_drawn else ""
    return f'<figure class="le-figure" data-figure="{name}"{until}>{body}</figure>\n'


def _widget(directive: Directive) -> str:
    data = "".join(f' data-{escape(key)}="{escape(value)}"' for key, value in directive.settings.items())
    return f'<div class="le-widget" data-widget="{escape(directive.name)}"{data}></div>\n'


def _try(directive: Directive) -> str:
    there = f'data-tab="{directive.name}" data-settings="{escape(json.dumps(directive.settings))}"'
    return f'<p class="le-try"><button type="button" {there}>{escape(directive.words)}</button></p>\n'


RULES = {
    "fence": _fence,
    "code_inline": _code,
    "table_open": _table_open,
    "table_close": _table_close,
    "link_open": _link_open,
    "directive": _directive,
    "fact": _fact,
    "row_open": _row_open,
    "row_close": _row_close,
    "heading_open": _heading_open,
    "heading_close": _heading_close,
}

PARSER = parser()
