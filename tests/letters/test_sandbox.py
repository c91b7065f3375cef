"""Can a stranger's template reach beyond the letter, or run for ever?"""

from __future__ import annotations

import pytest
from letter_samples import context

from letters.engine import render_letter
from letters.errors import BadTemplate
from letters.library import Template


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ sender.__class__ }}",
        "{{ sender.__init__.__globals__ }}",
        "{{ (sender|list) }}",
        "{{ figure.__func__.__globals__ }}",
        "{{ figure.__self__._book }}",
        "{{ side_by_side.__self__._district }}",
        "{{ story.upper() }}",
        "{{ '{0.__class__}'.format(sender) }}",
        "{{ sender['__class__'] }}",
        "{% include '/etc/hostname' %}",
        "{% import 'os' as os %}",
        "{% from 'os' import path %}",
        "{% extends 'other' %}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        "{% set a %}{{ story }}{{ story }}{% endset %}",
        "{{ story ~ story }}",
        "{{ story * 1000000 }}",
        "{{ story + story }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ [1] * 100000000 }}",
        "{{ range(100000000)|list }}",
        "{% for i in range(999999999) %}{% endfor %}",
        "{% for a in x %}{% for b in x %}{% for c in x %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{% for i in range(1000) %}{{ story }}{{ story }}{{ story }}{% endfor %}",
        "{% for a in long %}{% endfor %}",
        "{{ story|replace('a', long) }}",
        "{{ undefined_name }}",
        "{{ sender.password }}",
        "{{ 1 // 0 }}",
        "{{ 'x'|attr('__class__') }}",
        "{% if %}",
        "{{ figure() }}",
        "{{ cycler }}",
        "{{ self }}{{ self._TemplateReference__context }}",
        "x" * 60_000,
        "{% for a in [1] %}{% endfor %}" * 30,
    ],
)
def test_hostile_templates_are_refused(hostile: str) -> None:
    template = Template(
        "hostile", "Hostile", "A subject", hostile, ("state_house",), needs=("long", "x", "story")
    )
    with pytest.raises(BadTemplate, match=r"hostile|letter template|filter"):
        render_letter(template, context(long="a" * 5000, x="abc", story="aaaa " * 500))


def test_a_refusal_names_template_line_and_remedy() -> None:
    template = Template("mine", "Mine", "A subject", "one\n\n{% include 'x' %}", ("state_house",), needs=())
    with pytest.raises(
        BadTemplate, match=r"template 'mine', line 3 of the letter: .*include.*Write the text out"
    ):
        render_letter(template, context())


def test_ordinary_template_language_works() -> None:
    body = (
        "{% for line in sender.address_lines %}{{ loop.index }}: {{ line }}; {% endfor %}"
        "{{ sender.address_lines|join(', ')|upper }} {{ [1, 2, 3]|length + 1 }} "
        "{% if nickname is defined %}{{ nickname }}{% else %}none{% endif %} "
        "{{ story|first_sentence }} {{ ['a', 'b', 'c']|listed }} {{ date|long_date }} {{ 'Hello'|lower_first }} "
        "{{ 'we agree'|sentence }}"
    )
    template = Template("mine", "Mine", "A subject", body, ("state_house",), needs=("story",))
    letter = render_letter(template, context(story="It works. Really."))
    assert letter.body == (
        "1: 1540 6th St E; 2: Saint Paul, MN 55106; 1540 6TH ST E, SAINT PAUL, MN 55106 4 none "
        "It works. a, b and c November 24, 2026 hello We agree."
    )
