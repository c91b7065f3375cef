"""Who represents this address? Places, districts and officials of Minnesota, from a bundled snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["locate_addresses", "locate_points", "who_represents"]

if TYPE_CHECKING:
    from legislators.bulk import locate_addresses
    from legislators.districts import locate_points
    from legislators.representation import who_represents

_HOMES = {
    "who_represents": "legislators.representation",
    "locate_points": "legislators.districts",
    "locate_addresses": "legislators.bulk",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'legislators' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
