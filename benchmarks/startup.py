"""How long does a person wait for a command? Whole processes, in turns with the least that a click program can be."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

from benchmarks.rows import Row

RUNS = 9
ADDRESS = "1540 6th St E, Saint Paul, MN 55106"
LEAST = (sys.executable, "-c", "import click")


def environment(compiled: str, data: str) -> dict[str, str]:
    """Return what a person's shell has, with modules compiled once and kept, as an installed program has them.

    Where the shell forbids Python to write them, every run of a changed file would measure the compiler.
    """
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": compiled, "ADVOCATE_DATA": data}


def wall(command: tuple[str, ...], compiled: str) -> float:
    """Return the seconds of one run, its output thrown away."""
    with tempfile.TemporaryDirectory() as empty:
        env = environment(compiled, empty)
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=empty, env=env)
        return time.perf_counter() - start


def beside(command: tuple[str, ...], asked: float, name: str) -> Row:
    """Run both in turns, each after one run that compiles its modules, and compare their medians."""
    with tempfile.TemporaryDirectory() as compiled:
        wall(command, compiled)
        wall(LEAST, compiled)
        pairs = [(wall(command, compiled), wall(LEAST, compiled)) for _ in range(RUNS)]
    ours, least = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = ours / least
    return Row(
        name,
        f"{ratio:.1f} x `import click` ({ours * 1000:.0f} ms beside {least * 1000:.0f} ms)",
        f"at most {asked:.0f} x",
        ratio <= asked,
        "",
    )


def bench_startup() -> list[Row]:
    """Run every measurement of this module."""
    run = (sys.executable, "-m", "advocate")
    return [
        beside((*run, "--help"), 3, "advocate --help"),
        beside((*run, "who", ADDRESS, "--offline"), 10, "advocate who ADDRESS --offline"),
    ]
