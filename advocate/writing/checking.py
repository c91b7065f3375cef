"""Are these letters fit to be written? The rules L1 to L18 on a plan's drafts, before the first file is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from advocate.errors import AdvocateError

if TYPE_CHECKING:
    from advocate.writing.planning import Plan
    from legislators.officials import Official
    from letters.engine import Letter
    from letters.lint import Finding
    from letters.similarity import EarlierLetters, Signature

Draft = tuple["Official", "Letter"]


class LettersStopped(AdvocateError):
    """A rule stops the letters, so none was written; `findings` holds what was found in each."""

    def __init__(self, message: str, findings: Sequence[tuple[Finding, ...]]) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


def check_drafts(
    plan: Plan,
    drafts: Sequence[Draft],
    story: str,
    *,
    earlier: EarlierLetters | None = None,
    strict: bool = False,
) -> tuple[tuple[Finding, ...], ...]:
    """Return what the rules find in each draft. Raises LettersStopped where one of them stops a letter.

    L7, L11 and L13 stop, and with `strict` all do. `earlier` holds other supporters' letters (L15).
    """
    from advocate.writing.linting import lint_draft
    from letters.lint import stops

    templates = [template for _, template in plan.chosen]
    found = tuple(
        lint_draft(letter, story=story, template=template, earlier=earlier)
        for (_, letter), template in zip(drafts, templates, strict=True)
    )
    if any(stops(each, strict) for each in found):
        raise LettersStopped(_message(drafts, found, strict), found)
    return found


def own_signature(story: str) -> Signature | None:
    """Return what a story looks like to rule L15, or None where it is too short to tell."""
    from letters.lint.view import read_paragraphs
    from letters.similarity import sign
    from letters.typed import as_markdown

    return sign(" ".join(paragraph.text for paragraph in read_paragraphs(as_markdown(story))))


def grouped(
    drafts: Sequence[Draft], found: Sequence[tuple[Finding, ...]]
) -> list[tuple[Finding, tuple[Official, ...]]]:
    """Return each finding once, with the officials whose letters have it, in the order of the rules."""
    where: dict[Finding, list[Official]] = {}
    for (official, _), findings in zip(drafts, found, strict=True):
        for each in findings:
            where.setdefault(each, []).append(official)
    rules = sorted(where.items(), key=lambda item: int(item[0].rule[1:]))
    return [(finding, tuple(officials)) for finding, officials in rules]


def _message(drafts: Sequence[Draft], found: Sequence[tuple[Finding, ...]], strict: bool) -> str:
    lines = []
    for finding, officials in grouped(drafts, found):
        if strict or finding.severity == "stop":
            whose = "" if len(officials) == len(drafts) else f" (to {', '.join(o.name for o in officials)})"
            lines.append(
                f"\n  {finding.rule}{whose}: {finding.what} {finding.where}\n      Why: {finding.why} "
                f"({finding.source})\n      Do: {finding.remedy}"
            )
    return f"The letters are not fit to go as they are, so nothing was written:{''.join(lines)}"
