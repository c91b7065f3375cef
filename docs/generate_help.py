"""What does every command's `--help` say? Writes docs/commands.md, or with --check says whether it is up to date."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from advocate.cli import HELP_WIDTH, cli

PAGE = Path(__file__).with_name("commands.md")
HEAD = """# Commands

Every command with its options, as `--help` prints them. This page is written by `make docs`.
"""
#: Width comes from here alone: not from the terminal, and not from the environment.
SETTINGS = {
    "terminal_width": HELP_WIDTH,
    "max_content_width": HELP_WIDTH,
    "help_option_names": ["-h", "--help"],
}


def walk(command: click.Command, name: str, parent: click.Context | None = None) -> Iterator[tuple[str, str]]:
    """Return (full name, help text) of a command, and of all commands below it."""
    context = click.Context(command, info_name=name, parent=parent, **SETTINGS)
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            below = command.get_command(context, each)
            if below is not None and not below.hidden:
                yield from walk(below, each, context)


def page() -> str:
    """Return the whole page."""
    blocks = [HEAD]
    for name, text in walk(cli, "advocate"):
        lines = "\n".join(line.rstrip() for line in text.splitlines())
        blocks.append(f"## {name}\n\n```\n$ {name} --help\n{lines}\n```\n")
    return "\n".join(blocks)


def main(arguments: list[str]) -> int:
    """Write the page, or compare; return the exit code."""
    text = page()
    if arguments == ["--check"]:
        if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print(f"{PAGE.name} is not what the commands say now. Run: make docs", file=sys.stderr)
        return 1
    if arguments:
        print("Usage: generate_help.py [--check]", file=sys.stderr)
        return 2
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
