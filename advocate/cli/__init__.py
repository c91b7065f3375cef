"""Which command was asked for? The group `advocate`, which imports a command only when it is used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from advocate import __version__

#: name -> the line that `advocate --help` shows. A command lives in `advocate.cli.<name>` as `command`;
#: the lines stand here so that the list costs no import.
COMMANDS = {
    "who": "Who represents an address, a point or a district.",
    "locate": "Districts for every row of a list of addresses or points.",
    "import": "Take a list of supporters in, having seen what it does; undo it.",
    "supporters": "Who is on our lists: join, list, show, change, locate, leave.",
    "write": "A letter to each official of an address, as files.",
    "campaign": "One ask, to some offices: make it, make drafts, approve, close.",
    "print": "All letters of a campaign as one PDF, with envelopes or labels.",
    "lint": "Check letters against the rules L1 to L18.",
    "templates": "The letters' templates: list, show, check, write your own.",
    "log": "The letters and contacts on record.",
    "send": "Send letters by e-mail, each to one official, each once.",
    "report": "What a campaign has reached, in numbers.",
    "record": "What became of a letter; calls, visits and other acts.",
    "reply": "What came back: add, list, correct, withdraw.",
    "coalition": "Count supporters with partners, without sharing lists.",
    "stats": "Published figures: show, compare, cite, chart, import.",
    "officials": "Who sits, and what you have corrected: list, show, edit ...",
    "boards": "School boards: who sits, election results, lines, meetings.",
    "data": "Our data: update, check, see its age, add streets, build.",
}
#: Commands whose module has another name, because theirs is a word of Python's own.
MODULES = {"import": "import_", "print": "print_"}

#: Help is as wide as this everywhere, so that the generated pages do not depend on a terminal.
HELP_WIDTH = 80

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": HELP_WIDTH}


class LazyGroup(click.Group):
    """A group that knows its commands by name, and imports one when it runs or shows its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names in the order of the table, which is the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command's module, or return None for a name we do not have."""
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        command = import_module(f"advocate.cli.{MODULES.get(cmd_name, cmd_name)}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"advocate.cli.{cmd_name}.command is no click command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; a wrong name is answered with the right ones."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            raise click.UsageError(unknown_command(name), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and leave every error to `advocate.cli.errors`, the one place that knows exit codes."""

        def action() -> Any:
            run = super(LazyGroup, self).main
            return run(
                args=args,
                prog_name=prog_name or "advocate",
                complete_var=complete_var,
                standalone_mode=False,
                windows_expand_args=windows_expand_args,
                **extra,
            )

        if not standalone_mode:
            return action()
        from advocate.cli.errors import run_and_explain

        raise SystemExit(run_and_explain(action))


def unknown_command(name: str) -> str:
    """Return the message for a command we do not have, with the nearest one first."""
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return f"There is no command '{name}'.{hint} The commands are: {', '.join(COMMANDS)}."


@click.group("advocate", cls=LazyGroup, context_settings=CONTEXT)
@click.version_option(__version__, "--version", prog_name="advocate", message="%(prog)s %(version)s")
def cli() -> None:
    """Write to the officials who decide about Minnesota's schools.

    Start with your address:  advocate who "1540 6th St E, Saint Paul, MN 55106"

    It works with the network off, and nothing leaves this computer unless a
    command says so.
    """


def main() -> None:
    """Run the command line: the entry point of the installed `advocate`."""
    import os
    import sys

    # A program that was started with its output closed (`>&-`) has None there.
    sink = None
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            sink = sink or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
            setattr(sys, name, sink)
    for stream in (sys.stdout, sys.stderr):
        # A name with a letter that the terminal's encoding lacks is shown escaped; it is no error.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    cli.main()
