"""The tag language of templates: what may be written between braces, and nothing else.

In: Jinja source. Out: a compiled function values → text, or the faults found. The language is an
allow-list over Jinja's syntax tree, so that calls, escapes to Python and loops without end cannot
be written at all; the sandbox below it is the second fence. docs/template-language.md is its
description for authors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, meta, nodes
from jinja2.exceptions import UndefinedError
from jinja2.runtime import LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup, escape

MAX_LOOPS = 3
LOOP_FACTS = ("index", "first", "last")
# Names Jinja itself gives a meaning to, some of them doors to Python objects.
_RESERVED = frozenset({"self", "super", "caller", "varargs", "kwargs", "loop"})
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_COMPARISONS = frozenset({"eq", "ne", "lt", "lteq", "gt", "gteq"})

# Word stores a line break as an element between two texts of one run, a tab likewise.
_LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
_LINE_ENDS = re.compile("\r\n|[\r\v\x85\u2028\u2029]")
# XML 1.0 section 2.2: these cannot be written in any XML file.
_ILLEGAL = re.compile("[\x00-\x08\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something the language does not allow. code and data as in `Problem`."""

    code: str
    data: Mapping[str, str]


class ValueRefused(Exception):
    """A value of a kind that cannot be printed or looped over. Payload: `kind`, its type name."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class NameMissing(UndefinedError):
    """A tag asks for a name the values do not have. Payload: `missing`, the name as written."""

    def __init__(self, message: str, missing: str) -> None:
        super().__init__(message)
        self.missing = missing


class _Missing(StrictUndefined):
    """Jinja's strict undefined that also tells the name to the one who catches it."""

    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, **_: Any
    ) -> None:
        def error(message: str) -> NameMissing:
            return NameMissing(message, str(name))

        super().__init__(hint, obj, name, error)  # type: ignore[arg-type]  # only ever called


class _Environment(ImmutableSandboxedEnvironment):
    """`a.b` is the item b of the dict a; Python attributes are out of reach and it is faster."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        kind = type(obj)
        if kind is dict:
            if attribute in obj:
                return obj[attribute]
        elif kind is LoopContext and attribute in LOOP_FACTS:
            return getattr(obj, attribute)
        elif kind is _Missing:
            return str(obj)
        return self.undefined(obj=obj, name=attribute)


def printed(value: object) -> str:
    """A value as it goes into w:t: "\\n" a line break, "\\t" a tab, None nothing.

    Raises `ValueRefused` for what has no form in a document (lists, dicts, booleans, floats).
    """
    kind = type(value)
    if kind is str:
        return value if value.isprintable() else _with_breaks(value)  # type: ignore[attr-defined, arg-type, return-value]
    if kind is int:
        return str(value)
    if value is None:
        return ""
    if isinstance(value, Markup):  # a constant of the template, already escaped by Jinja
        return value
    if isinstance(value, Undefined):
        return str(value)
    raise ValueRefused(kind.__name__)


def _with_breaks(value: str) -> str:
    text = _ILLEGAL.sub("", _LINE_ENDS.sub("\n", value))
    return Markup(str(escape(text)).replace("\n", _LINE_BREAK).replace("\t", _TAB))  # noqa: S704 -- escaped just here


def _upper(value: object) -> str:
    """Filter `upper`: capitals, Vietnamese letters included."""
    if type(value) is int or value is None:
        raise ValueRefused(type(value).__name__)
    return str(value).upper()


def _listed(value: object) -> object:
    """What a loop walks over: a list, or a missing name that raises when touched."""
    if isinstance(value, list | tuple | Undefined):
        return value
    raise ValueRefused(type(value).__name__)


FILTERS = frozenset({"upper"})


def _environment() -> _Environment:
    environment = _Environment(autoescape=True, undefined=_Missing, finalize=printed)
    environment.globals.clear()
    environment.tests.clear()
    environment.filters.clear()
    environment.filters.update({"upper": _upper, "_listed": _listed})
    return environment


_ENVIRONMENT = _environment()


def tag_faults(source: str) -> list[Fault]:
    """Faults of one balanced piece of source, as "{{ ten }}" or "{% if a %}{% endif %}"."""
    try:
        tree = _ENVIRONMENT.parse(source)
    except (TemplateSyntaxError, RecursionError):
        return [Fault("docx_tag_syntax", {})]
    return list(_faults(tree, 0))


@dataclass(frozen=True)
class Compiled:
    """One part ready to be filled. names: the top-level names it asks for. optional: the XML that
    a block may leave out or repeat."""

    names: frozenset[str]
    optional: str
    render: Callable[[Mapping[str, object]], str]


class NotCompiled(Exception):
    """The prepared XML cannot be compiled safely. Payload: `faults`."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults)
        self.faults = faults


def compile_xml(xml: str, internal: frozenset[str] = frozenset()) -> Compiled:
    """Prepared XML → `Compiled`. internal: names the program itself wrote into it.

    Raises `NotCompiled` when the tree holds anything outside the language, or when leaving out or
    repeating a block would break the XML.
    """
    try:
        tree = _ENVIRONMENT.parse(xml)
    except (TemplateSyntaxError, RecursionError) as error:
        raise NotCompiled(Fault("docx_tag_syntax", {})) from error
    faults = list(_faults(tree, 0, internal))
    text = "".join(data.data for data in tree.find_all(nodes.TemplateData))
    if _BRACE_IN_TEXT.search(text):  # a tag that was not understood as one
        faults.append(Fault("docx_brace", {}))
    if faults:
        raise NotCompiled(*faults)
    if _net(tree.body) != ((), ()):
        raise NotCompiled(Fault("docx_tag_crosses", {}))
    names = frozenset(meta.find_undeclared_variables(tree))
    blocks = [node for node in tree.body if isinstance(node, nodes.For | nodes.If)]
    pieces = [data.data for block in blocks for data in block.find_all(nodes.TemplateData)]
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, "_listed", [], [], None, None, lineno=loop.lineno)
    template = _ENVIRONMENT.from_string(tree)

    def render(values: Mapping[str, object]) -> str:
        return "".join(template.root_render_func(template.new_context(dict(values))))

    return Compiled(names, "".join(pieces), render)


def _faults(
    node: nodes.Node, loops: int, internal: frozenset[str] = frozenset()
) -> Iterator[Fault]:
    check = _CHECKS.get(type(node))
    if check is None:
        yield Fault("docx_tag_forbidden", {})
        return
    if not (isinstance(node, nodes.Name) and node.name in internal):
        yield from check(node, loops)
    inside = loops + 1 if isinstance(node, nodes.For) else loops
    for child in node.iter_child_nodes():
        # `loop.index` is checked as one; its `loop` alone is not a value.
        if not (isinstance(node, nodes.Getattr) and _is_loop(child)):
            yield from _faults(child, inside, internal)


def _is_loop(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "loop"


def _fine(_node: Any, _loops: int) -> Iterator[Fault]:
    return iter(())


def _check_name(node: Any, _loops: int) -> Iterator[Fault]:
    if not _NAME.fullmatch(node.name) or node.name in _RESERVED:
        yield Fault("docx_tag_name", {"tag_name": node.name})


def _check_getattr(node: Any, loops: int) -> Iterator[Fault]:
    if _is_loop(node.node):
        if not loops or node.attr not in LOOP_FACTS:
            yield Fault("docx_tag_loop_fact", {"tag_name": node.attr})
    elif not _NAME.fullmatch(node.attr):
        yield Fault("docx_tag_name", {"tag_name": node.attr})
    elif not isinstance(node.node, nodes.Name | nodes.Getattr):
        yield Fault("docx_tag_forbidden", {})


def _check_const(node: Any, _loops: int) -> Iterator[Fault]:
    if not isinstance(node.value, str | int | None):
        yield Fault("docx_tag_forbidden", {})


def _check_for(node: Any, loops: int) -> Iterator[Fault]:
    source = node.iter.node if isinstance(node.iter, nodes.Getattr) else node.iter
    plain = isinstance(node.target, nodes.Name) and isinstance(source, nodes.Name | nodes.Getattr)
    if not plain or _is_loop(source) or node.recursive or node.test is not None or node.else_:
        yield Fault("docx_tag_for", {})
    if loops >= MAX_LOOPS:
        yield Fault("docx_tag_deep", {})


def _check_filter(node: Any, _loops: int) -> Iterator[Fault]:
    if node.name not in FILTERS or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
        yield Fault("docx_tag_filter", {"tag_name": node.name})


def _check_operand(node: Any, _loops: int) -> Iterator[Fault]:
    if node.op not in _COMPARISONS:
        yield Fault("docx_tag_forbidden", {})


def _check_choice(node: Any, _loops: int) -> Iterator[Fault]:
    if node.expr2 is None:
        yield Fault("docx_tag_else", {})


_CHECKS: Mapping[type[nodes.Node], Callable[[Any, int], Iterator[Fault]]] = {
    nodes.Template: _fine,
    nodes.Output: _fine,
    nodes.TemplateData: _fine,
    nodes.If: _fine,
    nodes.Compare: _fine,
    nodes.And: _fine,
    nodes.Or: _fine,
    nodes.Not: _fine,
    nodes.Name: _check_name,
    nodes.Getattr: _check_getattr,
    nodes.Const: _check_const,
    nodes.For: _check_for,
    nodes.Filter: _check_filter,
    nodes.Operand: _check_operand,
    nodes.CondExpr: _check_choice,
}

_Net = tuple[tuple[str, ...], tuple[str, ...]]
_BRACE_IN_TEXT = re.compile(r"[{}](?=[^<>]*<)")
_XML_TAG = re.compile(r"<(/?)([^\s/>?!]+)[^>]*?(/?)>")


def _net(body: Iterable[nodes.Node]) -> _Net | None:
    """Elements a piece closes and opens on balance: (closed, opened), None when it is broken.

    A block may be left out or repeated exactly when it reopens what it closes; then every
    document the template can give is well-formed if one is.
    """
    closed: list[str] = []
    opened: list[str] = []
    for node in body:
        piece = _net_of(node)
        if piece is None:
            return None
        for name in piece[0]:
            if not opened:
                closed.append(name)
            elif opened.pop() != name:
                return None
        opened.extend(piece[1])
    return tuple(closed), tuple(opened)


def _net_of(node: nodes.Node) -> _Net | None:
    if isinstance(node, nodes.Output):
        data = (n.data if isinstance(n, nodes.TemplateData) else "0" for n in node.nodes)
        return _net_of_text("".join(data))
    if isinstance(node, nodes.For):
        return _repeatable(_net(node.body))
    assert isinstance(node, nodes.If)  # noqa: S101 -- the allow-list leaves no other statement
    branches = [node.body, *(choice.body for choice in node.elif_), node.else_]
    nets = [_repeatable(_net(branch)) for branch in branches]
    whole = [net for net in nets if net is not None]
    deepest = max(whole, key=lambda net: len(net[0]), default=None)
    if deepest is None or len(whole) < len(nets):
        return None
    # Each branch must find the elements it closes; the deepest one names them all.
    return deepest if all(deepest[0][: len(n[0])] == n[0] for n in whole) else None


def _repeatable(net: _Net | None) -> _Net | None:
    return net if net is not None and net[0] == net[1][::-1] else None


def _net_of_text(text: str) -> _Net | None:
    closed: list[str] = []
    opened: list[str] = []
    for closing, name, empty in _XML_TAG.findall(text):
        if empty:
            continue
        if not closing:
            opened.append(name)
        elif not opened:
            closed.append(name)
        elif opened.pop() != name:
            return None
    return tuple(closed), tuple(opened)
