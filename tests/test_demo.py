"""Does the demo, which is what a newcomer sees first, run to its end, and leave what it says?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DEMO = Path(__file__).parent.parent / "docs" / "demo.py"


def test_the_demo_runs_to_its_end(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(DEMO)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert "reading results" in done.stdout
    left = tmp_path / "demo-output"
    assert (left / "brief.pdf").read_bytes().startswith(b"%PDF")
    assert "Read Well" in (left / "everything.html").read_text(encoding="utf-8")
    assert len(list(left.glob("outbox/*.txt"))) > 2
