"""What does a person get who asks for everything we hold of them? As JSON for a program, and as text to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from advocate.store.log import Log
    from advocate.store.people import Person

#: What each part is called on paper.
_TITLES = {
    "supporter": "Yourself",
    "addresses": "Addresses",
    "placements": "Where they lie, and in which districts",
    "consents": "What you said about being reached (given 1: yes, 0: no)",
    "external_ids": "Your numbers in other systems",
    "contacts": "Letters and contacts",
    "contact_events": "What happened to them",
    "deliveries": "Messages handed to a mail server",
    "delivery_events": "What became of those",
    "approvals": "What you said to letters that were made for you (given 1: yes, 0: no)",
    "replies": "What officials answered",
    "changes": "What was changed about you by hand",
    "batches": "Lists that you came from",
    "batch_rows": "What those lists changed",
    "letter_signatures": "Likenesses of your own words (256 bytes each; no text can be read from them)",
}


@dataclass(frozen=True, slots=True)
class Export:
    """Everything held of one person on a moment (UTC): table -> rows; `files` are letters on the disk."""

    person: Person
    exported_at: str
    held: Mapping[str, list[dict[str, Any]]]
    files: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "person": self.person.name, "exported_at": self.exported_at, "held": dict(self.held), "files": list(self.files),
        }  # fmt: skip

    def to_text(self) -> str:
        """Return it for a person to read: every field that is not blank, one a line."""
        return "\n".join(_text(self)) + "\n"


def export_person(log: Log, person: Person) -> Export:
    """Return everything the log holds of a person and of all rows that were merged into them."""
    from advocate.store.going import holdings_of
    from advocate.store.holdings import everything_of
    from advocate.store.keys import moment
    from advocate.store.people import rows_of

    held = everything_of(log.database, rows_of(log.database, person.id))
    return Export(person, moment(log.clock), held, holdings_of(log.database, [person.id]).files)


def export_files(export: Export, folder: Path) -> tuple[Path, Path]:
    """Return where the two forms go: (JSON, text)."""
    from advocate.whole_file import plain_word

    stem = (
        f"{export.exported_at[:10]}_{plain_word(export.person.name) or 'supporter'}_{export.person.short_id}"
    )
    return folder / f"{stem}.json", folder / f"{stem}.txt"


def write_export(export: Export, files: tuple[Path, Path]) -> None:
    """Write both forms, each whole and readable by you alone. Raises OSError."""
    import json

    from advocate.whole_file import write_whole

    files[0].parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = json.dumps(export.to_dict(), ensure_ascii=False, indent=2) + "\n"
    for file, content in zip(files, (text, export.to_text()), strict=True):
        write_whole(file, content.encode())


def _text(export: Export) -> Iterator[str]:
    yield f"Everything we hold of {export.person.called}, on {export.exported_at[:10]}"
    for table, rows in export.held.items():
        yield f"\n{_TITLES[table]}"
        if not any(rows):
            yield "  nothing"
        for number, row in enumerate(rows):
            if number:
                yield "  -"
            yield from (
                f"  {name}: {_said(value)}" for name, value in row.items() if value not in ("", None, [], {})
            )
    yield "\nFiles of your letters"
    yield from (f"  {file}" for file in export.files)
    if not export.files:
        yield "  none"


def _said(value: Any) -> str:
    """Return a value on one line."""
    from advocate.reports.plain import shown

    if isinstance(value, dict | list):
        import json

        return json.dumps(value, ensure_ascii=False)
    return shown(str(value))
