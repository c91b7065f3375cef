"""Who asked whom, when, and with what result? The campaign side of advocate, and its public names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["__version__", "locate_addresses", "locate_points", "open_log", "who_represents", "write_letters"]

if TYPE_CHECKING:
    from advocate.store import open_log
    from advocate.writing.chain import write_letters
    from legislators import locate_addresses, locate_points, who_represents

# Loaded on first use, so that `import advocate` costs nothing.
_HOMES = {
    "who_represents": "legislators",
    "locate_points": "legislators",
    "locate_addresses": "legislators",
    "write_letters": "advocate.writing.chain",
    "open_log": "advocate.store",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'advocate' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
