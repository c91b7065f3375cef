"""In a real browser the page asks nobody for anything, and does not scroll sideways on a phone."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from advocate.reports.report import Report
from advocate.reports.showing.page import page_html

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
LARGEST = 10_000_000
CONTROL = "http://127.0.0.1:9/control.png"
#: A phone's width, a narrow one's, and a desk's: the page inside each, and how far it would scroll sideways.
#: The picture outside the frames is asked for, which shows that the browser's log tells of it.
FRAMES = """<!DOCTYPE html><body><img src="{control}">{frames}<script>
addEventListener("load", () => {{
  const found = [...document.querySelectorAll("iframe")].map(each => {{
    const inside = each.contentDocument.documentElement;
    return [inside.clientWidth, inside.scrollWidth, each.contentDocument.querySelectorAll("svg").length];
  }});
  document.body.textContent = JSON.stringify(found);
}});
</script>"""


@pytest.fixture
def browser() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium or Chrome on PATH")
    return found


def test_everything_asks_nobody_and_fits_a_phone(browser: str, counted: list[Report], tmp_path: Path) -> None:
    text = page_html(counted)
    assert len(text.encode()) < LARGEST
    # Without its policy, which would hide what the page asks for.
    bare = re.sub(r"<meta http-equiv=[^>]+>", "", text)
    assert len(bare) < len(text)
    (tmp_path / "everything.html").write_text(bare, encoding="utf-8")
    widths = (360, 390, 1200)
    frames = "".join(
        f'<iframe src="everything.html" style="width:{w}px;height:900px;border:0"></iframe>' for w in widths
    )
    (tmp_path / "frames.html").write_text(FRAMES.format(frames=frames, control=CONTROL), encoding="utf-8")
    log = tmp_path / "net.json"
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--no-first-run",
               "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
               "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
               f"--user-data-dir={tmp_path / 'profile'}", f"--log-net-log={log}", "--dump-dom")  # fmt: skip
    done = subprocess.run([browser, *options, (tmp_path / "frames.html").as_uri()], capture_output=True, text=True,
                          timeout=240, check=True, env={**os.environ, "HOME": str(tmp_path)})  # fmt: skip
    measured = json.loads(re.search(r"\[\[.*?\]\]", done.stdout)[0])  # type: ignore[index]
    assert [round(shown / 50) for shown, _, _ in measured] == [round(width / 50) for width in widths]
    assert all(inside <= shown for shown, inside, _ in measured)
    assert all(pictures >= 13 for _, _, pictures in measured)
    assert asked_for(log) == [CONTROL]


def asked_for(log: Path) -> list[str]:
    """Return the addresses on the network that the browser's own log says a page (not the browser) asked for."""
    told = [each.get("params", {}) for each in json.loads(log.read_text(encoding="utf-8"))["events"]]
    by_pages = (each["url"] for each in told if each.get("initiator", "not an origin") != "not an origin")
    return sorted({url for url in by_pages if not url.startswith(("file:", "data:", "blob:"))})
