"""The changes that a mutant may make to one place of the code.

Words are not changed: no test asserts wording. Nor are annotations, decorators and imports.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TypeGuard

#: A piece of the code, and what stands there instead.
Change = tuple[ast.expr | ast.stmt, ast.AST]
Operator = Callable[[ast.AST], Iterator[Change]]

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


def comparison(node: ast.AST) -> Iterator[Change]:
    """`<` becomes `<=`, `==` becomes `!=`, `in` becomes `not in`."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            ops = [*node.ops[:at], _COMPARISONS[type(operator)](), *node.ops[at + 1 :]]
            yield node, ast.Compare(node.left, ops, node.comparators)


def connective(node: ast.AST) -> Iterator[Change]:
    """`and` becomes `or`; `not` is left out."""
    if isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield node, ast.BoolOp(other, node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, node.operand


def condition(node: ast.AST) -> Iterator[Change]:
    """What decides is turned round; what selects from a list selects everything."""
    if isinstance(node, ast.If | ast.IfExp) and not isinstance(node.test, ast.Compare):
        yield node.test, ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.comprehension):
        for each in node.ifs:
            yield each, ast.Constant(True)


def arithmetic(node: ast.AST) -> Iterator[Change]:
    """`+` becomes `-`, `|` becomes `&`."""
    if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        yield node, ast.BinOp(node.left, _ARITHMETIC[type(node.op)](), node.right)


def constant(node: ast.AST) -> Iterator[Change]:
    """`True` becomes `False`, a number the next one."""
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield node, ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield node, ast.Constant(node.value + 1)


def choice(node: ast.AST) -> Iterator[Change]:
    """`min` becomes `max`, `any` becomes `all`."""
    if isinstance(node, ast.Name) and node.id in _NAMES:
        yield node, ast.Name(_NAMES[node.id])


def statement(node: ast.AST) -> Iterator[Change]:
    """What is done, refused or found is not; a value is not returned; a loop ends otherwise."""
    if _does_something(node):
        yield node, ast.Pass()
    elif isinstance(node, ast.Return) and not _is_none(node.value):
        yield node, ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Continue):
        yield node, ast.Break()
    elif isinstance(node, ast.Break):
        yield node, ast.Continue()


OPERATORS: tuple[Operator, ...] = (
    comparison,
    connective,
    condition,
    arithmetic,
    constant,
    choice,
    statement,
)


def _does_something(node: ast.AST) -> TypeGuard[ast.stmt]:
    """A docstring does not, nor does what only says that a subclass has to do it."""
    if isinstance(node, ast.Raise):
        return node.exc is None or ast.unparse(node.exc) != "NotImplementedError"
    if isinstance(node, ast.Expr):
        return not isinstance(node.value, ast.Constant)
    return isinstance(node, ast.AugAssign)


def _is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)
