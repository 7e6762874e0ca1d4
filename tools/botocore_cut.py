"""botocore's data, cut to the services and operations that the functions call.

botocore describes each of its 440 services in JSON: operations, the shapes of what goes in and out, errors, endpoints.
It reads a service's whole description for every client. What is kept here of a used service is what botocore reads for
the used operations, from which it makes the same requests and reads the same answers
(tests/unit/tools/test_botocore_cut.py).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from botocore import xform_name
from botocore.exceptions import DataNotFoundError
from botocore.loaders import Loader

from tools.endpoint_rules import cut_rules, given_parameters

# What botocore reads whatever the service: which partition a region lies in, which answers are tried again, defaults.
SHARED = ("partitions", "_retry", "sdk-default-configuration")
# What explains, and is read by nothing that makes a request.
EXPLANATIONS = frozenset({"documentation", "documentationUrl", "examples"})

Model = dict[str, Any]


class UnknownOperation(Exception):  # noqa: N818 - named as botocore names its own
    """The code names an operation that the service's description does not have."""


def cut(data: Path, target: Path, operations: Mapping[str, Iterable[str]]) -> None:
    """Write into `target` what is needed of botocore's `data` folder.

    `operations` names, for each service, the client's methods that are called. Raises UnknownOperation for one that the
    service does not have.
    """
    loader = Loader(extra_search_paths=[str(data)], include_default_search_paths=False)
    prefixes = set()
    for service, methods in sorted(operations.items()):
        version = loader.determine_latest_version(service, "service-2")
        home = target / service / version
        home.mkdir(parents=True)
        model = cut_service(loader.load_service_model(service, "service-2"), service, methods)
        prefixes.add(str(model["metadata"]["endpointPrefix"]))
        _write(home / "service-2.json", model)
        rules = cut_rules(loader.load_service_model(service, "endpoint-rule-set-1"), given_parameters(model))
        _write(home / "endpoint-rule-set-1.json", without_explanations(rules))
        pages = cut_paginators(loader, service, model)
        if pages:
            _write(home / "paginators-1.json", {"pagination": pages})
    for name in SHARED:
        _write(target / f"{name}.json", loader.load_data(name))
    _write(target / "endpoints.json", cut_endpoints(loader.load_data("endpoints"), prefixes))


def cut_service(model: Model, service: str, methods: Iterable[str]) -> Model:
    """Return a service's description with the operations behind these methods alone, and the shapes that they reach.

    All errors of the service stay: botocore looks an error's code up among all of them, not among the operation's.
    """
    named = {xform_name(name): name for name in model["operations"]}
    unknown = sorted(set(methods) - named.keys())
    if unknown:
        raise UnknownOperation(f"{service} has no operation behind: {', '.join(unknown)}")
    kept = {named[method]: model["operations"][named[method]] for method in sorted(methods)}
    shapes: Model = model["shapes"]
    waiting = [*_shape_names(list(kept.values())), *(name for name, shape in shapes.items() if shape.get("exception"))]
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += _shape_names(shapes[name])
    # In the order of the original: XML is written in the order of a shape's members.
    needed = model | {"operations": kept, "shapes": {name: shapes[name] for name in shapes if name in reached}}
    without: Model = without_explanations(needed)
    for parameter in without.get("clientContextParams", {}).values():
        # botocore asks for these words as soon as it resolves an endpoint (botocore.model, client_context_parameters).
        parameter["documentation"] = ""
    return without


def cut_paginators(loader: Loader, service: str, model: Model) -> Model:
    """Return how the operations that a cut description has are read page by page; empty where none is."""
    try:
        pages = loader.load_service_model(service, "paginators-1")["pagination"]
    except DataNotFoundError:
        return {}
    return {name: pages[name] for name in pages if name in model["operations"]}


def cut_endpoints(endpoints: Model, prefixes: set[str]) -> Model:
    """Return the table of regions and endpoints with these services alone, in every partition."""
    partitions = [
        partition
        | {"services": {name: partition["services"][name] for name in partition["services"] if name in prefixes}}
        for partition in endpoints["partitions"]
    ]
    return endpoints | {"partitions": partitions}


def without_explanations(value: Any) -> Any:
    """Return a description without its documentation; a member that is called so itself stays."""
    if isinstance(value, list):
        return [without_explanations(item) for item in value]
    if isinstance(value, dict):
        return {
            key: without_explanations(item)
            for key, item in value.items()
            if not (key in EXPLANATIONS and isinstance(item, str))
        }
    return value


def replace_data(package: Path, operations: Mapping[str, Iterable[str]]) -> None:
    """Cut the data folder of the botocore at `package` in place."""
    data, cut_data = package / "data", package / "data-cut"
    cut(data, cut_data, operations)
    shutil.rmtree(data)
    cut_data.rename(data)


def _shape_names(value: Any) -> list[str]:
    """Return the shapes that a part of a description refers to, at whatever depth."""
    if isinstance(value, list):
        return [name for item in value for name in _shape_names(item)]
    if not isinstance(value, dict):
        return []
    own = [value["shape"]] if isinstance(value.get("shape"), str) else []
    return own + [name for item in value.values() for name in _shape_names(item)]


def _write(path: Path, content: Any) -> None:
    """Write JSON in the order it has, without blanks. Not zipped: Lambda's package is, and reading is faster so."""
    path.write_text(json.dumps(content, separators=(",", ":"), ensure_ascii=False), encoding="utf-8")
