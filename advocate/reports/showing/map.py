"""Where are the holes: what does coverage look like on a map of the districts?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from advocate.reports.report import Report
from advocate.reports.showing.drawing import INK, Drawing, data, titled
from advocate.reports.showing.shapes import Shape
from advocate.reports.showing.told import number, records
from advocate.reports.showing.views import View, hatch, label_size, metro_edge, metro_view, state_view

#: From nobody to most: lighter to darker, so they stay apart in grey and for colour-blind readers.
_TONES = ("#ffffff", "#d3e3f3", "#8fc1e2", "#3d8cc4", "#08457e")
#: From this shade on, what stands on it is light.
_DARK_FROM = 3
_BORDER, _HATCH, _HATCH_ON_DARK, _EDGE = "#8b99a5", "#808080", "#9db7cf", "#b3001b"
_KINDS = {"state_house": "House", "state_senate": "Senate", "school_district": "school"}
_SCHOOL_WORDS = re.compile(r"( (Area|Public|Community|Independent))* (School District|Schools?)$")
_NEAR = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)
#: The plane is in pixels already: nothing is projected again.
_FLAT: dict[str, Any] = {"type": "identity", "scale": 1, "translate": [0, 0]}


@dataclass(frozen=True, slots=True)
class Shading:
    """What the map says of each district: `counts` by id, in classes that begin at `starts`; `holes` are hatched."""

    kind: str
    measure: str
    counts: dict[str, int]
    holes: frozenset[str]
    starts: tuple[int, ...]

    def shade(self, id_: str) -> int:
        """Return the district's class: 0 for nothing."""
        return sum(self.counts.get(id_, 0) >= start for start in self.starts)

    def on(self, id_: str, light: str, dark: str) -> str:
        """Return the colour of what stands on the district: `light` on a dark shade, else `dark`."""
        return light if self.shade(id_) >= _DARK_FROM else dark


def draw_coverage(report: Report) -> list[Drawing]:
    """Draw the districts: shaded by contacts of the people there, hatched where no official was reached."""
    shading = shading_of(report)
    kind = _KINDS[shading.kind]
    title = (
        f"Contacts made by the people of each {kind} district"
        if shading.measure == "contacts"
        else f"Supporters in each {kind} district"
    )
    whole = len(report.rows)
    reached = f"{whole - len(shading.holes):,} of {whole:,} districts have an official who was reached."
    more = "The part in the frame has a larger map of its own."
    state = _map(state_view(shading.kind), shading, legend=True)
    metro = _map(metro_view(), shading, legend=False)
    return [
        Drawing(
            titled(state, title, report, (f"{reached} {more}",)), f"Map. {title}. {reached}", beside=True
        ),
        Drawing(
            titled(metro, "The Twin Cities, larger", report, (f"{title}.",)),
            f"Map of the Twin Cities. {title}.",
        ),
    ]


def shading_of(report: Report) -> Shading:
    """Return what the map of a coverage report shows: contacts, or supporters where there are no contacts."""
    rows = {str(row["district"]): row for row in records(report.columns, report.rows)}
    measure = "contacts" if any(number(row["contacts"]) for row in rows.values()) else "supporters"
    counts = {id_: int(number(row[measure])) for id_, row in rows.items()}
    holes = frozenset(id_ for id_, row in rows.items() if not number(row["officials"]))
    return Shading(_kind_of(next(iter(rows))), measure, counts, holes, classes(list(counts.values())))


def _kind_of(id_: str) -> str:
    """Return the kind of district that has such an id: 0625-01, 67B, 67."""
    if "-" in id_:
        return "school_district"
    return "state_house" if id_[-1] in "AB" else "state_senate"


def classes(counts: Sequence[int]) -> tuple[int, ...]:
    """Return where the shades begin, from 1 on: at round numbers, with about as many districts in each."""
    some = sorted(count for count in counts if count > 0)
    starts = [1]
    for part in (1, 2, 3) if some else ():
        start = _round(some[len(some) * part // 4])
        if start > starts[-1]:
            starts.append(start)
    return tuple(starts)


def _round(value: int) -> int:
    """Return the nearest number of few digits."""
    size = 1
    while size * 100 <= value:
        size *= 10
    return min((each * size for each in _NEAR), key=lambda each: (abs(each - value), each))


def _map(view: View, shading: Shading, legend: bool) -> Any:
    import altair as alt
    from shapely import Point

    drawn = view.drawn(shading.kind)
    layers = [_areas([(outline, _TONES[shading.shade(shape.id)]) for shape, outline in drawn])]
    layers += _lines(
        [
            (lines, shading.on(shape.id, _HATCH_ON_DARK, _HATCH))
            for shape, outline in drawn
            if shape.id in shading.holes and (lines := hatch(outline)) is not None
        ]
    )
    texts = []
    enlarged = metro_edge(view).envelope if legend else None
    for shape, outline in drawn:
        words = _words(shape, legend)
        place = label_size(words, outline) if words else None
        # What is drawn larger beside it is named there.
        if place and not (enlarged and enlarged.contains(Point(place[:2]))):
            texts.append((*place, words, shading.on(shape.id, "#ffffff", INK)))
    layers += _texts(texts, "center", halo=bool(shading.holes))
    if legend:
        layers += [*_lines([(metro_edge(view), _EDGE)], 1.5), *_legend(view, shading)]
    return alt.layer(*layers).properties(width=view.width, height=view.height)


def _words(shape: Shape, whole_state: bool) -> str:
    """Return what a district is called on the map; a school district only where it is drawn large."""
    if "-" not in shape.id:
        return shape.id
    return "" if whole_state else _SCHOOL_WORDS.sub("", shape.name)


def _areas(shapes: Sequence[tuple[Any, str]]) -> Any:
    import altair as alt

    chart = alt.Chart(_features(shapes)).mark_geoshape(stroke=_BORDER, strokeWidth=0.7)
    return chart.encode(fill=alt.Fill("properties.tone:N", scale=None)).project(**_FLAT)


def _lines(shapes: Sequence[tuple[Any, str]], width: float = 0.7) -> list[Any]:
    import altair as alt

    if not shapes:
        return []
    chart = alt.Chart(_features(shapes)).mark_geoshape(filled=False, strokeWidth=width)
    return [chart.encode(stroke=alt.Stroke("properties.tone:N", scale=None)).project(**_FLAT)]


def _features(shapes: Sequence[tuple[Any, str]]) -> Any:
    """Return (outline in pixels, colour) as a chart's data: as text, which Altair need not walk through."""
    import altair as alt
    import numpy as np
    import shapely

    outlines = shapely.transform(
        np.array([outline for outline, _ in shapes]), lambda pixels: np.round(pixels, 1)
    )
    features = (
        f'{{"type":"Feature","properties":{{"tone":"{tone}"}},"geometry":{geometry}}}'
        for geometry, (_, tone) in zip(shapely.to_geojson(outlines), shapes, strict=True)
    )
    return alt.InlineData(values=f"[{','.join(features)}]", format=alt.JsonDataFormat(type="json"))


def _texts(texts: Sequence[tuple[float, float, int, str, str]], align: Any, halo: bool = False) -> list[Any]:
    """Return words at places in pixels: (x, y, letters' size, words, colour); `halo` sets them off from lines."""
    import altair as alt

    if not texts:
        return []
    rows = [dict(zip(("x", "y", "size", "says", "tone"), each, strict=True)) for each in texts]
    for row in rows:
        row["behind"] = _TONES[-1] if row["tone"] == "#ffffff" else "#ffffff"
    plain: dict[str, Any] = {"scale": None, "legend": None}

    def written(**how: Any) -> Any:
        chart = alt.Chart(data(rows)).mark_text(align=align, baseline="middle", **how)
        return chart.encode(
            x=alt.X("x:Q", scale=None, axis=None), y=alt.Y("y:Q", scale=None, axis=None), text="says:N",
            size=alt.Size("size:Q", **plain),
        )  # fmt: skip

    around = alt.Stroke("behind:N", **plain)
    words = written().encode(color=alt.Color("tone:N", **plain))
    return [*([written(strokeWidth=2.5, strokeJoin="round").encode(stroke=around)] if halo else []), words]


def _legend(view: View, shading: Shading) -> list[Any]:
    """Return the legend, in the free room to the east of the state (where Wisconsin lies)."""
    import shapely

    left, top, box, step = view.width * 0.74, view.height * 0.46, 15, 21
    ends = (*shading.starts[1:], 0)
    words = [
        "none",
        *(_range(start, after) for start, after in zip(shading.starts, ends, strict=True)),
    ]
    beside = left + box + 7
    boxes, texts, lines = [], [(left, top - 12.0, 12, shading.measure, INK)], []
    for place, said in enumerate(words):
        y = top + place * step
        boxes.append((shapely.box(left, y, left + box, y + box), _TONES[place]))
        texts.append((beside, y + box / 2, 12, said, INK))
    if shading.holes:
        y = top + len(words) * step + 8
        square = shapely.box(left, y, left + box, y + box)
        boxes.append((square, _TONES[0]))
        lines.append((hatch(square), _HATCH))
        texts += [
            (beside, y + box / 2 + n * 14, 12, said, INK) for n, said in enumerate(("no official", "reached"))
        ]
    return [_areas(boxes), *_lines(lines), *_texts(texts, "left")]


def _range(start: int, after: int) -> str:
    if not after:
        return f"{start:,} or more"
    return f"{start:,}" if after == start + 1 else f"{start:,} to {after - 1:,}"
