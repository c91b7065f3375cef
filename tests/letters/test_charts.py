"""Is a trend drawn with its breaks marked, one basis only, and nothing fetched?"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from letters.charts import ChartNotPossible, check_chart, draw_chart
from letters.comparing import trend
from letters.errors import FigureRefused
from letters.figures import load_figures

MEALS = "Students eligible for free/reduced-price meals"


def test_an_svg_says_every_figure_the_break_and_the_source(tmp_path: Path) -> None:
    pytest.importorskip("altair")
    found = trend(load_figures(), "math", "0625-01", group=MEALS)
    draw_chart([found], tmp_path / "chart.svg")
    text = re.sub(r"<[^>]+>", "\n", (tmp_path / "chart.svg").read_text(encoding="utf-8"))
    for figure in found.figures:
        assert str(figure.not_met) in text and figure.school_year in text
    assert "\nbreak\n" in text and "Break: since 2022-23" in text
    assert "Source: Minnesota Department of Education" in text
    assert [file.name for file in tmp_path.iterdir()] == ["chart.svg"]


def test_a_png_is_a_picture_and_a_page_fetches_nothing(tmp_path: Path) -> None:
    pytest.importorskip("altair")
    found = trend(load_figures(), "reading", "0625-01")
    draw_chart([found], tmp_path / "chart.png")
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
    draw_chart([found], tmp_path / "chart.html")
    page = (tmp_path / "chart.html").read_text(encoding="utf-8")
    assert not re.search(r"<(script|link|img)[^>]*(src|href)=.?(https?:)?//", page)


def test_two_bases_are_never_drawn_together(tmp_path: Path) -> None:
    pytest.importorskip("altair")
    book = load_figures()
    with pytest.raises(FigureRefused, match="different bases"):
        draw_chart([trend(book, "math", "0625-01", basis=basis) for basis in "AC"], tmp_path / "chart.svg")
    assert not list(tmp_path.iterdir())


def test_a_missing_extra_or_a_wrong_name_is_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ChartNotPossible, match=r"End it with \.svg, \.png, \.html"):
        check_chart(Path("chart.jpeg"))
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(ChartNotPossible, match=r"pip install 'mn-advocate\[charts\]'.*--csv"):
        check_chart(Path("chart.svg"))
