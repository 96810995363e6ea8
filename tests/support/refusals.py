"""Which refusals each command can answer, read from the server's own code: every `DomainError` on its way."""

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from textwrap import dedent
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

from ideahub import dispatch
from ideahub.ideas.capturing import Basket
from ideahub.ideas.commenting import Talk
from ideahub.ideas.supporting import Backing
from ideahub.protocol import commands as wire
from ideahub.voting.domain import BallotBox, open_vote
from ideahub.workshops.scene import Scene

# Every command, besides its own: its arguments can be unreadable or its id another's, and a participant too fast.
EVERY = ("invalid", "too_fast")
# What `commands.Batch` carries out as sets, and so does not look up in `dispatch.RUN`.
AS_SETS: dict[str, list[Any]] = {
    "idea.capture": [Basket.capture],
    "comment.add": [Talk.add],
    "idea.support": [Backing.say],
    "vote.set": [open_vote, BallotBox.place],
    "vote.done": [open_vote, BallotBox.say_done],
}
# What the code calls by these names.
KINDS = {"scene": (Scene,), "self": (Basket, Talk, Backing, BallotBox)}


class Code(NamedTuple):
    """A piece of code and the names it knows."""

    node: ast.AST
    names: dict[str, Any]


@cache
def refusals(command: str) -> tuple[str, ...]:
    """The codes that this command's own code can answer with, in alphabetical order."""
    seen: set[FunctionType] = set()
    found: set[str] = set()
    todo = _entries(command)
    while todo:
        code = todo.pop()
        for call in (one for one in ast.walk(code.node) if isinstance(one, ast.Call)):
            found |= _raised(call)
            for function in _called(call, code.names):
                if function not in seen:
                    seen.add(function)
                    todo.append(_code_of(function))
    return tuple(sorted(found))


def may_answer(command: object) -> tuple[str, ...]:
    """With those of every command; of one that does not exist there are only these."""
    return EVERY + (refusals(command) if isinstance(command, str) and command in wire.ALL else ())


def table() -> str:
    """The table of docs/protocol.md."""
    rows = (f"| `{name}` | {', '.join(f'`{code}`' for code in refusals(name)) or '–'} |\n" for name in sorted(wire.ALL))
    return "| command | may be refused with |\n| --- | --- |\n" + "".join(rows)


def _entries(command: str) -> list[Code]:
    if command in AS_SETS:
        return [_code_of(one) for one in AS_SETS[command]]
    return [Code(_in_dispatch()[command], vars(dispatch))]


@cache
def _in_dispatch() -> dict[str, ast.AST]:
    """What stands in `RUN`: a lambda, or the name of a function, which counts as a call of it."""
    tree = ast.parse(inspect.getsource(dispatch))
    run = next(one.value for one in tree.body if isinstance(one, ast.AnnAssign) and ast.unparse(one.target) == "RUN")
    assert isinstance(run, ast.Dict)
    pairs = zip(run.keys, run.values, strict=True)
    return {
        ast.literal_eval(key): ast.Call(value, [], []) if isinstance(value, ast.Name) else value
        for key, value in pairs
        if key is not None
    }


def _code_of(function: Any) -> Code:
    return Code(ast.parse(dedent(inspect.getsource(function))), function.__globals__)


def _raised(call: ast.Call) -> set[str]:
    if isinstance(call.func, ast.Name) and call.func.id == "DomainError":
        return {ast.literal_eval(call.args[0])}
    return set()


def _called(call: ast.Call, names: dict[str, Any]) -> Iterator[FunctionType]:
    if isinstance(call.func, ast.Name):
        yield from _ours(names.get(call.func.id))
    elif isinstance(call.func, ast.Attribute):
        owner = ast.unparse(call.func.value).removeprefix("self.")
        module = names.get(owner)
        for one in (module,) if isinstance(module, ModuleType) else KINDS.get(owner, ()):
            yield from _ours(vars(one).get(call.func.attr))


def _ours(found: object) -> Iterator[FunctionType]:
    if isinstance(found, FunctionType) and found.__module__.startswith("ideahub."):
        yield found
