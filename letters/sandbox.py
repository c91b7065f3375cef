"""How does a stranger's template run without reaching anything but the letter's own words?

Jinja's sandbox refuses attributes that lead out of the data. On top of it a letter template can call
only what it was handed, has no include, import, macro or recursion, and its loops are short: what is
left always ends, and soon.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache, wraps
from typing import TYPE_CHECKING, Any

from letters.errors import BadTemplate, LettersError
from letters.typed import Markdown, as_markdown

if TYPE_CHECKING:
    from jinja2 import Template as Compiled
    from jinja2.sandbox import ImmutableSandboxedEnvironment

#: A loop inside a loop is enough for a letter; with `_LONGEST_RANGE` this bounds all work.
_DEEPEST_LOOP = 2
_LONGEST_RANGE = 1000
_LONGEST_TEXT = 100_000
_MOST_REPEATS = 1000
#: Those of Jinja's own filters that make no text out of proportion to what they are given.
_OWN_FILTERS = frozenset(
    {"capitalize", "default", "first", "join", "last", "length", "list", "lower", "replace", "sort"}
    | {"string", "title", "trim", "truncate", "unique", "upper", "wordcount"}
)
_MOST_LOOPS = 20
_LONGEST_TEMPLATE = 50_000
# Statements that reach other files, call themselves, or let a text double itself again and again.
_FORBIDDEN = {
    "Include": "include",
    "Import": "import",
    "FromImport": "from … import",
    "Extends": "extends",
    "Macro": "macro",
    "CallBlock": "call",
    "Block": "block",
    "AssignBlock": "set … endset",
    "FilterBlock": "filter",
    "Concat": "~",
}


def callable_in_templates(function: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a function as one that a template may call."""
    function.letters_may_call = True  # type: ignore[attr-defined]
    return function


@lru_cache(maxsize=256)
def compile_text(text: str, where: str) -> Compiled:
    """Compile a template's text once. Raises BadTemplate that names `where`, the line and what is wrong."""
    from jinja2 import TemplateError

    environment = _environment()
    try:
        if len(text) > _LONGEST_TEMPLATE:
            raise BadTemplate(f"{where} is longer than the {_LONGEST_TEMPLATE:,} characters of a template.")
        tree = environment.parse(text)
        _refuse_nodes(tree, where)
        _bound_loops(tree, where)
        compiled = environment.from_string(tree)
        # A plain mapping: it is copied for each letter.
        compiled.globals = dict(environment.globals)
        return compiled
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        at = f", line {line} of the letter" if line else ""
        raise BadTemplate(f"{where}{at}: {error.message}. Correct the template and try again.") from error
    except RecursionError as error:
        raise BadTemplate(f"{where}: the template is nested too deeply.") from error


def variables_of(text: str) -> set[str]:
    """Return the names that a template's text uses and does not set itself; the text must compile."""
    from jinja2 import meta

    return meta.find_undeclared_variables(_environment().parse(text))


def run(compiled: Compiled, values: dict[str, Any], where: str) -> str:
    """Render a compiled template. Raises BadTemplate that names `where` and what it tried."""
    from jinja2 import TemplateError

    try:
        pieces: list[str] = []
        size = 0
        for piece in compiled.root_render_func(compiled.new_context(values)):
            size += len(piece)
            if size > _LONGEST_TEXT:
                raise BadTemplate(f"{where}: the letter became longer than {_LONGEST_TEXT:,} characters.")
            pieces.append(piece)
        return "".join(pieces)
    except LettersError:
        raise
    except TemplateError as error:
        raise BadTemplate(f"{where}: {error.message}. Correct the template and try again.") from error
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise BadTemplate(f"{where}: it cannot be filled in ({error}).") from error


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class LetterEnvironment(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset(["+", "*", "**", "%"])

        def is_safe_callable(self, obj: Any) -> bool:
            return getattr(obj, "letters_may_call", False) is True

        def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
            if not self.is_safe_callable(obj):
                raise SecurityError(
                    "a letter template can call only what it is given: figure, side_by_side, district_range, range"
                )
            return super().call(context, obj, *args, **kwargs)

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            if operator not in ("+", "*") or not (_is_small(left) and _is_small(right)):
                raise SecurityError(
                    f"a letter template cannot use {operator} on {left!r:.20} and {right!r:.20}"
                )
            return super().call_binop(context, operator, left, right)

    # No autoescape: letters are text and Markdown, and `_printed` escapes for Markdown.
    environment = LetterEnvironment(
        undefined=StrictUndefined,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        cache_size=0,
    )
    filters = {name: environment.filters[name] for name in _OWN_FILTERS} | _our_filters()
    environment.filters = {name: _bounded_filter(function) for name, function in filters.items()}
    environment.filters["bounded"] = _bounded
    environment.globals = {"range": _range}
    return environment


@callable_in_templates
def _range(*limits: int) -> range:
    numbers = range(*limits)
    if len(numbers) > _LONGEST_RANGE:
        raise BadTemplate(f"A letter template can count to {_LONGEST_RANGE:,} at most.")
    return numbers


def _printed(value: Any) -> Any:
    """Escape what a template prints for Markdown, unless it is Markdown already."""
    if isinstance(value, Markdown):
        return value
    return as_markdown(value) if isinstance(value, str) else value


def _our_filters() -> dict[str, Callable[..., Any]]:
    from letters import filters

    return {
        name: function
        for name, function in vars(filters).items()
        if callable(function) and getattr(function, "__module__", "") == filters.__name__
    }


def _is_small(value: Any) -> bool:
    return isinstance(value, int | float) and abs(value) <= _MOST_REPEATS


def _refuse_nodes(node: Any, where: str, depth: int = 0) -> None:
    """Raise BadTemplate where the template has a statement that letters do without."""
    kind = type(node).__name__
    if kind in _FORBIDDEN:
        raise BadTemplate(
            f"{where}, line {node.lineno} of the letter: a letter template cannot use "
            f"“{_FORBIDDEN[kind]}”. Write the text out in this one file."
        )
    if kind == "For":
        depth += 1
        if depth > _DEEPEST_LOOP or node.recursive:
            raise BadTemplate(
                f"{where}, line {node.lineno} of the letter: loops go {_DEEPEST_LOOP} deep at most, "
                "and never call themselves."
            )
    for child in node.iter_child_nodes():
        _refuse_nodes(child, where, depth)


def _bound_loops(tree: Any, where: str) -> None:
    """Let no loop run over more than a thousand things, and a template have only so many loops."""
    from jinja2 import nodes

    loops = list(tree.find_all(nodes.For))
    if len(loops) > _MOST_LOOPS:
        raise BadTemplate(f"{where} has {len(loops)} loops; a letter template can have {_MOST_LOOPS}.")
    for loop in loops:
        loop.iter = nodes.Filter(loop.iter, "bounded", [], [], None, None, lineno=loop.lineno)


def _bounded(items: Any) -> Any:
    """Return what a loop runs over, where that is short enough."""
    if len(items) > _LONGEST_RANGE:
        raise BadTemplate(f"A letter template can loop over {_LONGEST_RANGE:,} things at most.")
    return items


def _bounded_filter(function: Callable[..., Any]) -> Callable[..., Any]:
    """Keep a filter from making a text longer than a letter can be."""

    @wraps(function)
    def checked(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        if isinstance(result, str) and len(result) > _LONGEST_TEXT:
            raise BadTemplate(f"A filter made a text longer than {_LONGEST_TEXT:,} characters.")
        return result

    return checked
