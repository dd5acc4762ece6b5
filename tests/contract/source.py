"""The source tree as the contract tests read it: modules, imports, functions, document tables."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "vanban"
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Import:
    """One imported module. inside: the import stands in a function or method."""

    target: str
    line: int
    inside: bool


@dataclass(frozen=True)
class Module:
    """One Python file. path: below the root, as text ("vanban/pdf/flow.py")."""

    path: str
    lines: tuple[str, ...]
    tree: ast.Module

    @property
    def name(self) -> str:
        """Dotted name; a package goes by the name of its directory."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def room(self) -> str:
        """The row of the architecture's table that it belongs to ("pdf/", "store.py")."""
        parts = Path(self.path).parts[1:]
        return parts[0] if len(parts) == 1 else f"{parts[0]}/"

    def functions(self) -> Iterator[FunctionNode]:
        """Every function and method, nested ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, FunctionNode):
                yield node

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """Every import, those under `if TYPE_CHECKING:` and in functions too."""
        return tuple(self._imports())

    def _imports(self) -> Iterator[Import]:
        todo: list[tuple[ast.AST, bool]] = [(self.tree, False)]
        while todo:
            node, inside = todo.pop()
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(alias.name, node.lineno, inside)
            elif isinstance(node, ast.ImportFrom):
                for target in self._imported_from(node):
                    yield Import(target, node.lineno, inside)
            # No expression holds an import, and there are many times more of them.
            below = [n for n in ast.iter_child_nodes(node) if not isinstance(n, ast.expr)]
            todo += [(n, inside or isinstance(node, FunctionNode)) for n in below]

    def _imported_from(self, node: ast.ImportFrom) -> Iterator[str]:
        base = node.module or ""
        if node.level:
            above = self.name.split(".")
            keep = len(above) - node.level + self.path.endswith("/__init__.py")
            base = ".".join([*above[:keep], base]).rstrip(".")
        names = [f"{base}.{alias.name}" for alias in node.names]
        modules = [name for name in names if name in module_names()]
        # `from vanban import problems` names modules; `from vanban.problems import Problem`
        # names something in one.
        yield from modules or [base]


def _read(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path.relative_to(ROOT).as_posix(), tuple(text.splitlines()), ast.parse(text))


def _name(path: Path) -> str:
    relative = path.relative_to(ROOT).as_posix()
    return relative.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def module_names() -> frozenset[str]:
    """Dotted names of all modules of the package."""
    return frozenset(_name(path) for path in PACKAGE.rglob("*.py"))


@cache
def package() -> tuple[Module, ...]:
    """Every module of vanban/, in the order of their paths."""
    return tuple(_read(path) for path in sorted(PACKAGE.rglob("*.py")))


@cache
def shipped() -> tuple[Module, ...]:
    """vanban/, app.py and the scripts beside it: all that has budgets to keep."""
    more = [ROOT / "app.py", *ROOT.glob("scripts/*.py"), *ROOT.glob("doc_templates/*.py")]
    return (*package(), *(_read(path) for path in sorted(more)))


@cache
def modules_of_tests() -> tuple[Module, ...]:
    """The tests themselves, where some libraries play the referee."""
    return tuple(_read(path) for path in sorted((ROOT / "tests").rglob("*.py")))


def length(function: FunctionNode) -> int:
    """Lines of a function from `def` to its end, without its docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def table(document: str, first_heading: str) -> list[list[str]]:
    """Rows of the Markdown table of a document whose first column has this heading."""
    rows: list[list[str]] = []
    found = False
    for line in (ROOT / document).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            found = False
        elif cells[0] == first_heading:
            found = True
        elif found and not set(line) <= set("|-: "):
            rows.append(cells)
    if not rows:
        raise AssertionError(f"{document} has no table whose first column is “{first_heading}”")
    return rows


def is_foreign(target: str) -> bool:
    """Whether an import is neither ours nor of the standard library."""
    top = target.split(".", maxsplit=1)[0]
    return top not in sys.stdlib_module_names and top not in {"vanban", "app", "scripts"}


def code_spans(text: str) -> list[str]:
    """What stands in `backticks`."""
    return re.findall(r"`([^`]+)`", text)


@cache
def tracked() -> tuple[str, ...]:
    """Paths of all files that git would commit, those not yet added included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    found = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(path for path in found.split("\0") if path and (ROOT / path).is_file())
