"""How do the tests of letters find the people and figures that they share?"""

from __future__ import annotations

import sys
from pathlib import Path

# Tests are imported by path, so their neighbour is not on the path by itself.
sys.path.insert(0, str(Path(__file__).parent))
