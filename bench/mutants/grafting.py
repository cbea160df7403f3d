"""Putting a mutant into a process that has imported everything, in the place of the original.

A new process for each mutant would spend its time on importing. Here the changed definition is
carried out again, and the function that everybody already holds is given its code.
"""

from __future__ import annotations
import __future__

import ast
import importlib
import inspect
import sys
from types import FunctionType
from typing import Any

from bench.mutants.making import Mutant


def graft(mutant: Mutant) -> bool:
    """Make this process that of the mutant, without a way back; False when it cannot be loaded."""
    module = importlib.import_module(mutant.module)
    around = _statement_at(ast.parse(mutant.source).body, mutant.place.lines[0])
    names = dict(vars(module))
    try:
        exec(_compiled(around), names)
    except Exception:
        return False
    if mutant.place.scope:
        _take_over(module, names, mutant, mutant.place.scope)
    else:
        for name in _assigned(around):
            _replace_everywhere(name, vars(module)[name], names[name])
    return True


def _take_over(holder: Any, names: dict[str, Any], mutant: Mutant, scope: tuple[str, ...]) -> None:
    """Follow the scope down to the first function, or to the class whose body was changed."""
    old, new = vars(holder)[scope[0]], names[scope[0]]
    if not isinstance(new, type):
        _give_code(holder, scope[0], new)
    elif len(scope) > 1:
        _take_over(old, dict(vars(new)), mutant, scope[1:])
    else:
        tree = ast.parse(mutant.source)
        body = next(n for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.name == scope[0])
        for name in _assigned(_statement_at(body.body, mutant.place.lines[0])):
            setattr(old, name, vars(new)[name])
        if "__dataclass_fields__" in vars(new):
            _give_code(old, "__init__", vars(new)["__init__"])


def _give_code(holder: Any, name: str, new: Any) -> None:
    """Everybody who holds the function has the new code at once."""
    old = vars(holder)[name]
    held, changed = _function(old), _function(new)
    if held.__code__.co_freevars != changed.__code__.co_freevars:
        # A method without the `super()` that it had cannot take its place in it.
        setattr(holder, name, new)
        return
    held.__code__ = changed.__code__
    held.__defaults__, held.__kwdefaults__ = changed.__defaults__, changed.__kwdefaults__
    if hasattr(old, "cache_clear"):
        old.cache_clear()


def _function(attribute: Any) -> FunctionType:
    """The function inside a property, class method, cache or decorator."""
    if isinstance(attribute, property):
        attribute = attribute.fget
    function = inspect.unwrap(getattr(attribute, "func", attribute))
    assert isinstance(function, FunctionType), function
    return function


def _replace_everywhere(name: str, old: Any, new: Any) -> None:
    """A constant also where other modules have imported it."""
    for module in [*sys.modules.values()]:
        if getattr(module, "__dict__", {}).get(name) is old:
            setattr(module, name, new)


def _statement_at(body: list[ast.stmt], line: int) -> ast.stmt:
    """The statement of a body that this line is in."""
    return next(each for each in body if _first(each) <= line <= (each.end_lineno or 0))


def _first(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(each.lineno for each in decorators)])


def _assigned(statement: ast.stmt) -> list[str]:
    """The names that a statement of a module or class gives a value."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _compiled(statement: ast.stmt) -> Any:
    module = ast.Module([statement], [])
    return compile(module, "<mutant>", "exec", flags=__future__.annotations.compiler_flag)
