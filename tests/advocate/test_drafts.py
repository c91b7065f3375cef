"""Drafts: what goes into the file comes out of it, whatever was typed; what is broken is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advocate.errors import WrongChoice
from advocate.writing.drafts import FIELDS, Draft, read_draft, write_draft

# What a keyboard or a paste can give: no lone surrogates, and line ends as Python reads them.
TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\0"), max_size=60)
FILLED = TEXT.filter(lambda text: bool(text.strip()))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    fields=st.dictionaries(st.sampled_from(FIELDS), FILLED),
    words=st.dictionaries(TEXT, TEXT, max_size=3),
    story=TEXT,
)
def test_a_draft_comes_back_as_it_went(
    tmp_path: Path, fields: dict[str, str], words: dict[str, str], story: str
) -> None:
    file = tmp_path / "draft.md"
    file.write_bytes(write_draft(Draft(fields, words, story)).encode())
    assert read_draft(file) == Draft(fields, words, story.strip())


def test_a_story_alone_is_a_draft_too(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Our library is closed.\n")
    assert read_draft(tmp_path / "a.md") == Draft(story="Our library is closed.")
    (tmp_path / "a.md").write_text("+++\n+++\n\nOur library.\n")
    assert read_draft(tmp_path / "a.md").story == "Our library."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('+++\naddress = "a\n', "second line +++ is missing"),
        ("+++\naddress = unquoted\n+++\nx", "cannot be gone on with"),
        ('+++\naddres = "a"\n+++\nx', "it has addres; known are address"),
        ("+++\nname = 3\n+++\nx", "text in quotation marks"),
        ('+++\nwords = "a"\n+++\nx', "cannot be gone on with"),
    ],
)
def test_a_broken_draft_is_told_with_a_way_out(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.md").write_text(text)
    with pytest.raises(WrongChoice, match=r"--story FILE") as told:
        read_draft(tmp_path / "a.md")
    assert said in str(told.value)
