"""Finds the functions of an app, and refuses what Microsoft's worker refuses.

Source: azure_functions_worker/loader.py (`index_function_app`) and functions.py (`add_indexed_function`).
"""

from __future__ import annotations

import importlib
import inspect
import typing
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import azure.functions as func
from azure.functions.decorators.core import BindingDirection
from azure.functions.decorators.function_app import Function

_GENERIC = "generic"


class FunctionLoadError(RuntimeError):
    """The worker refuses the app: none of its functions runs."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"cannot load the {name} function: {reason}")


@dataclass(frozen=True, slots=True)
class LoadedFunction:
    """A function as the worker has registered it.

    `parameter` is the name of its trigger's parameter: functions are called by keyword.
    """

    name: str
    trigger: Any
    parameter: str
    call: Callable[..., Any]
    needs_context: bool
    has_return: bool


def load_app(module: str) -> list[LoadedFunction]:
    """The functions of the only app in a module.

    Raises whatever the import raises, ValueError for no app or two of them, FunctionLoadError.
    """
    return load_functions(app_of(importlib.import_module(module)).get_functions())


def app_of(module: ModuleType) -> func.FunctionRegister:
    """The app in a module, whatever its variable's name. Raises ValueError where there is not exactly one."""
    apps = [value for value in vars(module).values() if isinstance(value, func.FunctionRegister)]
    if not apps:
        raise ValueError(f"Could not find top level function app instances in {module.__name__}.py.")
    if len(apps) > 1:
        raise ValueError(
            f"More than one {type(apps[0]).__name__} or other top level function app instances are defined."
        )
    return apps[0]


def load_functions(functions: Iterable[Function]) -> list[LoadedFunction]:
    """Raises FunctionLoadError for the first function that the worker refuses."""
    return [_loaded(function) for function in functions]


def _loaded(function: Function) -> LoadedFunction:
    name, call = str(function.get_function_name()), function.get_user_function()
    parameters = {*inspect.signature(call).parameters}
    annotations = typing.get_type_hints(call)
    bindings = {binding.name: binding for binding in function.get_bindings()}
    has_return = "$return" in bindings
    returned = bindings.pop("$return", None)
    needs_context = "context" in parameters - set(bindings)
    if needs_context:
        parameters.remove("context")
        _check_context(name, annotations.get("context", func.Context))
    if undeclared := parameters - set(bindings):
        raise FunctionLoadError(
            name,
            f"the following parameters are declared in Python but not in function.json: {undeclared!r}",
        )
    if missing := set(bindings) - parameters:
        raise FunctionLoadError(
            name, f"the following parameters are declared in function.json but not in Python: {missing!r}"
        )
    for parameter in parameters & set(annotations):
        _check_input(name, bindings[parameter], annotations[parameter])
    if returned is not None and "return" in annotations:
        _check_return(name, returned, annotations["return"])
    trigger: Any = function.get_trigger()
    return LoadedFunction(name, trigger, trigger.name, call, needs_context, has_return)


def _check_context(name: str, annotation: Any) -> None:
    if not isinstance(annotation, type) or annotation.__name__ != "Context":
        raise FunctionLoadError(
            name,
            f'the "context" parameter is expected to be of type azure.functions.Context, got {annotation!r}',
        )


def _check_input(name: str, binding: Any, annotation: Any) -> None:
    if binding.direction != BindingDirection.IN.value:
        raise FunctionLoadError(name, f"{binding.name}: this emulator has no output bindings")
    if not isinstance(annotation, type) and typing.get_origin(annotation) is None:
        raise FunctionLoadError(
            name, f"binding {binding.name} has invalid non-type annotation {annotation!r}"
        )
    converter = _converter(_GENERIC if annotation in (str, bytes) else binding.type)
    if converter is None or not isinstance(annotation, type):
        return
    if not converter.check_input_type_annotation(annotation):
        raise FunctionLoadError(
            name,
            f'type of {binding.name} binding in function.json "{binding.type}" does not match its Python '
            f'annotation "{annotation.__name__}"',
        )


def _check_return(name: str, binding: Any, annotation: Any) -> None:
    if not isinstance(annotation, type):
        raise FunctionLoadError(name, f"has invalid non-type return annotation {annotation!r}")
    converter = _converter(binding.type)
    if converter is not None and not converter.check_output_type_annotation(annotation):
        raise FunctionLoadError(
            name,
            f'Python return annotation "{annotation.__name__}" does not match binding type "{binding.type}"',
        )


def _converter(binding: str) -> Any:
    """The SDK's own converter of a binding, which decides which types it takes."""
    return func.get_binding_registry().get(binding)  # type: ignore[no-untyped-call]
