"""Which AWS calls each Lambda function can come to, read from the code itself.

From a handler to the builder that it names in bootstrap, from there to the steps and adapters that the builder makes,
from the port methods that a step names to the adapter's methods, and from those to `self._client.<call>`. Nothing runs,
so no branch is missed; a name that is mentioned counts as called, so the answer errs on the side of too much. The build
ships botocore's data for these calls alone (tools/botocore_cut.py), and a test holds each role's policy against them.
"""

from __future__ import annotations

import ast
import dataclasses
import functools
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What TransactWriteItems is made of (AWS: API reference, TransactWriteItem).
TRANSACTION_PARTS = frozenset({"Put", "Update", "Delete", "ConditionCheck"})


@dataclasses.dataclass(frozen=True, order=True)
class Call:
    """One operation of one boto3 client.

    `part` is the kind of a transaction's action, `index` tells that an index is read and not the table.
    """

    service: str
    operation: str
    part: str = ""
    index: bool = False


def calls_of(module: str) -> set[Call]:
    """Return the calls that the handler in functions/<module>.py can come to."""
    builders = {
        node.attr
        for node in ast.walk(_parse(ROOT / "functions" / f"{module}.py"))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "bootstrap"
    }
    parts = _Bootstrap().parts_of(builders)
    mentioned = {
        node.attr for path in parts.steps for node in ast.walk(_parse(path)) if isinstance(node, ast.Attribute)
    }
    return {call for adapter in parts.adapters for call in adapter.calls_from(mentioned)}


def operations() -> dict[str, set[str]]:
    """Return, for each service that some function calls, the client's methods that are called, as boto3 names them."""
    found: dict[str, set[str]] = {}
    for handler in sorted((ROOT / "functions").glob("[!_]*.py")):
        for call in calls_of(handler.stem):
            found.setdefault(call.service, set()).add(call.operation)
    return found


@dataclasses.dataclass(frozen=True)
class _Adapter:
    """A class of shared/adapters that is given the client of one service."""

    name: str
    service: str
    path: Path

    def calls_from(self, mentioned: set[str]) -> set[Call]:
        """Return the calls that its public methods of these names come to, through itself and the classes it uses."""
        methods: dict[str, list[ast.FunctionDef]] = {}
        for found in _classes(self.name, self.path):
            for method in (node for node in found.body if isinstance(node, ast.FunctionDef)):
                methods.setdefault(method.name, []).append(method)
        reached: set[str] = set()
        waiting = [name for name in _own_methods(self.name, self.path) if name in mentioned]
        while waiting:
            name = waiting.pop()
            reached.add(name)
            attributes = set[str]().union(*(_attributes(body) for body in methods[name]))
            waiting += [attr for attr in attributes if attr in methods and attr not in reached]
        bodies = [body for name in reached for body in methods[name]]
        parts = {key for body in bodies for key in _dict_keys(body)} & TRANSACTION_PARTS
        reads_index = any(_has_keyword(body, "IndexName") for body in bodies)
        reads_table = not reads_index or any(
            _is_query(node) and not _has_keyword(node, "IndexName") for body in bodies for node in ast.walk(body)
        )
        calls: set[Call] = set()
        for operation in {operation for body in bodies for operation in client_calls(body)}:
            if operation == "transact_write_items":
                calls |= {Call(self.service, operation, part) for part in parts}
            elif operation == "query":
                calls |= {Call(self.service, operation)} if reads_table else set()
                calls |= {Call(self.service, operation, index=True)} if reads_index else set()
            else:
                calls.add(Call(self.service, operation))
        return calls


@dataclasses.dataclass
class _Parts:
    steps: set[Path] = dataclasses.field(default_factory=set)
    adapters: set[_Adapter] = dataclasses.field(default_factory=set)


class _Bootstrap:
    """shared/bootstrap.py: which classes each of its builders makes."""

    def __init__(self) -> None:
        tree = _parse(ROOT / "shared" / "bootstrap.py")
        self._builders = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        self._home = {
            alias.name: ROOT.joinpath(*node.module.split(".")).with_suffix(".py")
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }

    def parts_of(self, builders: set[str]) -> _Parts:
        """Return the steps and adapters that these builders make, through other builders too."""
        parts, waiting, done = _Parts(), list(builders), set()
        while waiting:
            builder = waiting.pop()
            done.add(builder)
            for call in (node for node in ast.walk(self._builders[builder]) if isinstance(node, ast.Call)):
                name = call.func.id if isinstance(call.func, ast.Name) else ""
                home = self._home.get(name)
                if name in self._builders and name not in done:
                    waiting.append(name)
                elif home and home.parent.name == "steps":
                    parts.steps.add(home)
                elif home and (service := _service(call)):
                    parts.adapters.add(_Adapter(name, service, home))
        return parts


def _service(call: ast.Call) -> str | None:
    """Return "s3" of `Adapter(clients("s3"), ...)`."""
    for node in ast.walk(call):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "clients":
            return str(ast.literal_eval(node.args[0]))
    return None


def _classes(name: str, path: Path) -> list[ast.ClassDef]:
    """Return the class of this name and those of shared/adapters that its own body makes."""
    tree = _parse(path)
    (found,) = (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)
    made = {node.func.id for node in ast.walk(found) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    made |= {base.id for base in found.bases if isinstance(base, ast.Name)}
    used = [(name, home) for name, home in _homes(path).items() if name in made]
    return [found, *(inner for other in used for inner in _classes(*other))]


def _homes(path: Path) -> dict[str, Path]:
    """Return where the classes of shared/adapters that a file imports are defined."""
    found: dict[str, Path] = {}
    for node in ast.walk(_parse(path)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("shared.adapters."):
            home = ROOT.joinpath(*node.module.split(".")).with_suffix(".py")
            classes = {item.name for item in _parse(home).body if isinstance(item, ast.ClassDef)}
            found |= {alias.name: home for alias in node.names if alias.name in classes}
    return found


def _own_methods(name: str, path: Path) -> list[str]:
    (found,) = (node for node in _parse(path).body if isinstance(node, ast.ClassDef) and node.name == name)
    bases = {base.id for base in found.bases if isinstance(base, ast.Name)}
    own = [node.name for node in found.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    homes = _homes(path)
    return [*own, *(name for base in sorted(bases & set(homes)) for name in _own_methods(base, homes[base]))]


def _attributes(body: ast.AST) -> set[str]:
    return {node.attr for node in ast.walk(body) if isinstance(node, ast.Attribute)}


def _has_keyword(body: ast.AST, name: str) -> bool:
    return any(isinstance(node, ast.keyword) and node.arg == name for node in ast.walk(body))


def _is_query(node: ast.AST) -> bool:
    """Tell whether this is a call that names its own key condition: a query of the table or of an index."""
    return isinstance(node, ast.Call) and any(keyword.arg == "KeyConditionExpression" for keyword in node.keywords)


def client_calls(body: ast.AST) -> Iterator[str]:
    """Yield each operation that is named at `self._client`; a paginator's is its argument."""
    for node in ast.walk(body):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get_paginator":
            yield str(ast.literal_eval(node.args[0]))
        elif isinstance(node, ast.Attribute) and node.attr != "get_paginator" and _is_client(node.value):
            yield node.attr


def _is_client(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "_client"


def _dict_keys(body: ast.AST) -> Iterator[str]:
    for node in ast.walk(body):
        if isinstance(node, ast.Dict):
            yield from (str(key.value) for key in node.keys if isinstance(key, ast.Constant))


@functools.cache
def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text())
