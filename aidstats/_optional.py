"""Optional libraries: imported when used, with an error that says what to install."""

import importlib
from types import ModuleType


def optional(module: str, extra: str) -> ModuleType:
    """The module, or an ImportError that names the extra."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        name = module.partition(".")[0]
        raise ImportError(f"this needs {name}: pip install aidstats[{extra}]", name=name) from error
