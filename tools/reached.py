"""Which files of a folder of Python packages are reached by import statements from given files.

Read from the source and not from a run, so that the answer is the same on every machine, and an import that stands
inside a function or a branch counts: what is dropped is what no statement names. Only what is imported by a name that
is made at run time cannot be seen; each kept file that does so has to stand in DYNAMIC with what it means.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

# Files that import by a made name, and why nothing that we need is missed.
DYNAMIC = {
    "aws_lambda_powertools/shared/lazy_import.py": "loads aws_xray_sdk, for its Tracer, which we do not use",
    "botocore/plugin.py": "plugins that a user names in AWS_PLUGINS; we name none",
    "botocore/vendored/six.py": "names of the standard library",
    "dateutil/__init__.py": "its own submodules; botocore names those that it uses in statements",
    "jinja2/loaders.py": "PackageLoader, which we do not use, and ModuleLoader: the compiled templates, kept by name",
    "jinja2/utils.py": "import_string, for extensions by name; we use none",
    "six.py": "names of the standard library",
}

# Import statements that stand in a function which nothing here calls, of something large. If one is run all the same,
# it fails as an import of what is not installed does.
NOT_TAKEN = {
    ("aws_lambda_powertools/shared/functions.py", "aws_lambda_powertools.event_handler.openapi.compat"): (
        "writes pydantic's models; we log none"
    ),
}


class DynamicImport(Exception):  # noqa: N818 - it says what was found
    """A file imports by a name that is made at run time, and nobody has said what that may be."""


def reached(folder: Path, roots: list[Path]) -> set[Path]:
    """Return the files below `folder` that the roots reach, themselves included; extension modules too."""
    found: set[Path] = set()
    waiting = list(roots)
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        if path.suffix == ".py":
            place = path.relative_to(folder).as_posix()
            for module in imported(path, folder):
                if not any(_leads_to(module, other) for source, other in NOT_TAKEN if source == place):
                    waiting += files_of(module, folder)
    return found


def imported(path: Path, folder: Path) -> Iterator[str]:
    """Yield the names that a file's import statements may mean: modules, or things in them."""
    tree = ast.parse(path.read_bytes())
    place = path.relative_to(folder)
    package = list(place.parent.parts)
    for node in _executed(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *(node.module.split(".") if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif _imports_by_made_name(node) and place.as_posix() not in DYNAMIC:
            raise DynamicImport(f"{place.as_posix()}, line {node.lineno}: say in tools/reached.py what it may import")


def files_of(module: str, folder: Path) -> list[Path]:
    """Return the files that importing a dotted name runs: its packages' and its own. Empty where it is not here."""
    files: list[Path] = []
    home = folder
    for name in module.split("."):
        package = home / name / "__init__.py"
        alone = [home / f"{name}.py", *sorted(home.glob(f"{name}.*.so"))]
        if package.is_file():
            files.append(package)
        elif not (home / name).is_dir():
            return files + [path for path in alone if path.is_file()]
        home = home / name
    return files


def outdated(folder: Path, found: set[Path]) -> list[str]:
    """Return the entries of the tables above whose file is not reached any more: they have to go."""
    places = {path.relative_to(folder).as_posix() for path in found}
    return sorted(place for place in {*DYNAMIC, *(source for source, _ in NOT_TAKEN)} if place not in places)


def _leads_to(module: str, other: str) -> bool:
    return module == other or module.startswith(f"{other}.")


def _executed(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield every node but those that only a type checker reads."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and _is_type_checking(node.test):
            waiting += node.orelse
        else:
            yield node
            waiting += ast.iter_child_nodes(node)


def _is_type_checking(test: ast.expr) -> bool:
    name = test.attr if isinstance(test, ast.Attribute) else test.id if isinstance(test, ast.Name) else ""
    return name == "TYPE_CHECKING"


def _imports_by_made_name(node: ast.AST) -> TypeGuard[ast.Call]:
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in {"import_module", "__import__"}
