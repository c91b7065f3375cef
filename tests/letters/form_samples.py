"""Which letter do the tests of forms make, and how are its parts varied?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from letter_samples import SENATOR, context, figure

from letters.engine import Letter, load_template, render_letter
from letters.figures import FigureBook
from letters.people import Recipient

BOOK = FigureBook([figure("26.55"), figure("45.2", geography="state")])


def sample_letter(recipient: Recipient = SENATOR, template: str = "thank-you", **more: Any) -> Letter:
    """Return a letter of a bundled template, with figures of the tests' own; `more` goes to the template."""
    return render_letter(load_template(template), context(recipient, figures=BOOK, **more))


BODY = """I am your constituent, and I live in Saint Paul 55106. I am writing about how students are doing in math.

On Tuesdays I read with third graders. Small groups with a trained tutor changed what they believed: “I can’t” \
had become “let me try.” Dr. Lee of St. Paul helped. Is that not worth \\$40 a child & 20 minutes?

In 2024-25, 73.45 percent of all students tested in Saint Paul Public Schools did not meet the standards in math.[^1] \
Across Minnesota it was 54.8 percent.[^2] As published by the Minnesota Department of Education.

- **Small groups** three times a week
- Tutors who *stay* the year, see [the report](https://example.org/a_b)

One test does not tell all there is to tell about a child.

So I have one question for you: Will you support tutoring in the coming session?

Please reply with a yes or a no. You can reach me at 651-555-0100. Thank you for reading this."""


def figured_letter(**more: Any) -> Letter:
    """Return a letter whose text does not depend on a template; `more` replaces its fields."""
    figures = (figure("26.55"), figure("45.2", geography="state"))
    fields: dict[str, Any] = {"body": BODY, "figures": figures, "template": "legislator"}
    return replace(sample_letter(), **(fields | more))
