"""How do tests give a command as a person types it, and read what it says?"""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner, Result

from advocate.cli import cli


def call(*words: str, code: int = 0, stdin: str | None = None) -> Result:
    """Run a command that ends with this exit code."""
    result = CliRunner().invoke(cli, list(words), input=stdin)
    assert result.exit_code == code, (result.exit_code, result.output, result.stderr, result.exception)
    return result


def told(*words: str, code: int = 0) -> Any:
    """Return what a command says with --json."""
    return json.loads(call(*words, "--json", code=code).stdout)


def said(result: Result) -> str:
    """Return what the person reads, however its lines are broken."""
    return " ".join(f"{result.stdout} {result.stderr}".split())
