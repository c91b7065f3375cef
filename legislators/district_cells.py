"""For which small cells of the map is the answer known without looking at a shape?"""

from pathlib import Path


def build_cells(gpkg: Path, cells: Path) -> None:
    """Write the cells of a district file."""
