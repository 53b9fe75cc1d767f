"""What one setting is: its environment variable, how it is read, and what it is for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Variable:
    """One environment variable: what it sets, how it is read, and its description."""

    name: str
    sets: str
    read: Callable[[str], Any]
    help: str
    default: str = ""
    also_sets: tuple[str, ...] = field(default=())
