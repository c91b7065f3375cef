"""What does `python -m advocate` do? The same as the installed command."""

from advocate.cli import main

main()
