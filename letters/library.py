"""Which letter templates are there, and what does each need to be told?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from letters.errors import BadTemplate, BadWord, UnknownTemplate

#: The offices that a template can be for.
OFFICES = ("state_senate", "state_house", "school_board", "school_district", "governor")
#: Names that every template may use without needing to ask for them.
GIVEN = frozenset(
    {"sender", "recipient", "home", "date", "figure", "side_by_side", "district_range", "range"}
)
#: What to ask for where a template has no words of its own for it.
PROMPTS = {
    "sender.name": "Your full name, as you sign a letter.",
    "sender.address_lines": "Your street address: offices count letters of people who live in their district.",
    "sender.home": "Your town, or your ZIP code.",
    "date": "The date of the letter.",
    "recipient": "The official whom the letter goes to.",
}
#: Where the bundled templates lie.
BUNDLED = Path(__file__).parent / "templates"
_FENCE = "+++"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_WORDS = {
    "title": "",
    "subject": "",
    "closing": "Sincerely,",
    "role": "any",
    "language": "en",
    "length": "",
}
_KEYS = frozenset({*_WORDS, "offices", "needs", "prompts", "defaults", "constituent"})


@dataclass(frozen=True, slots=True)
class Template:
    """A letter's text with its front matter; `body` and `subject` are in the template language.

    `needs` must be given before rendering, `defaults` may be replaced; `prompts` says for each in a
    sentence what to ask the supporter for. `offices` are the kinds of official it is written for,
    `role` whose voice it has, `length` what it fills. `constituent` is false where the writer does
    not live in the official's district.
    """

    name: str
    title: str
    subject: str
    body: str
    offices: tuple[str, ...]
    needs: tuple[str, ...]
    prompts: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    closing: str = "Sincerely,"
    role: str = "any"
    language: str = "en"
    path: Path | None = None
    constituent: bool = True
    length: str = ""

    def __hash__(self) -> int:
        # Its mappings cannot be hashed; the text tells templates apart.
        return hash((self.name, self.body))

    @property
    def ask(self) -> str:
        """What the letter asks where the supporter says nothing else; "" where they always say it."""
        return self.defaults.get("ask", "")

    @property
    def uses_figures(self) -> bool:
        """Say whether the letter states published figures."""
        return any(f"{name}(" in self.body for name in ("figure", "side_by_side", "district_range"))

    def fits(self, kind: str) -> bool:
        """Say whether the template is written for this kind of official."""
        return kind in self.offices

    def prompt_for(self, need: str) -> str:
        """Return the sentence that asks a supporter for one need."""
        return self.prompts.get(need) or PROMPTS.get(need) or f"{need.replace('_', ' ').capitalize()}?"

    def takes(self, word: str) -> bool:
        """Say whether the template has a place for this word: a need, or something with a default."""
        return word in self.needs or word in self.defaults


def list_templates(folder: Path | None = None) -> tuple[Template, ...]:
    """Return the bundled templates and those of the user's own folder, by name; the user's win.

    Raises BadTemplate where one of the files is broken.
    """
    return tuple(_read(name, path) for name, path in sorted(_paths(folder).items()))


def load_template(name: str, folder: Path | None = None) -> Template:
    """Return one template by name, from the user's own folder first.

    Raises UnknownTemplate with the right names, BadTemplate where the file is broken.
    """
    paths = _paths(folder)
    if name not in paths:
        names = sorted(paths)
        raise UnknownTemplate(f"There is no template {name!r}. Choose one of: {', '.join(names)}.", names)
    return _read(name, paths[name])


def templates_for(kind: str, folder: Path | None = None) -> tuple[Template, ...]:
    """Return the templates written for one kind of official, by name."""
    return tuple(template for template in list_templates(folder) if template.fits(kind))


def find_templates(names: Sequence[str], folder: Path | None = None) -> list[tuple[str, Path]]:
    """Return (name, file) of the named templates, or of all in the user's own folder; a name may be a file's.

    Nothing is read yet. Raises UnknownTemplate with the right names.
    """
    if not names:
        return sorted(_files(folder)) if folder is not None and folder.is_dir() else []
    paths = _paths(folder)
    found = []
    for name in names:
        if name.endswith(".md") and Path(name).is_file():
            found.append((name, Path(name).absolute()))
        elif name in paths:
            found.append((name, paths[name]))
        else:
            raise UnknownTemplate(
                f"There is no template {name!r}, and no file of that name. Choose one of: {', '.join(sorted(paths))}.",
                sorted(paths),
            )
    return found


def read_template(path: Path) -> Template:
    """Return the template that a file holds. Raises BadTemplate."""
    return _read(path.stem, path)


def new_template(name: str, folder: Path, like: str = "legislator", *, dry_run: bool = False) -> Path:
    """Begin a template in the user's own folder as a copy of another; return its file.

    Raises BadWord where the name cannot be one or is taken there, UnknownTemplate, BadTemplate.
    """
    if not _NAME.fullmatch(name):
        raise BadWord(
            f"{name!r} cannot be a template's name. Use small letters, digits and hyphens, such as: my-letter."
        )
    path = folder / f"{name}.md"
    if path.exists():
        raise BadWord(f"{path} is there already. Choose another name, or change that file.")
    source = load_template(like, folder).path
    if source is None:
        raise BadTemplate(f"The template {like!r} has no file to copy.")
    if not dry_run:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(source.read_text(encoding="utf-8-sig"))
    return path


def _paths(folder: Path | None) -> dict[str, Path]:
    found = dict(_files(BUNDLED))
    if folder is not None and folder.is_dir():
        found.update(_files(folder))
    return found


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.glob("*.md"):
        if _NAME.fullmatch(path.stem):
            yield path.stem, path


def _read(name: str, path: Path) -> Template:
    try:
        stamp = path.stat()
        return _parsed(name, path, stamp.st_mtime_ns, stamp.st_size)
    except (OSError, UnicodeDecodeError) as error:
        raise BadTemplate(f"The template {path} cannot be read ({error}).") from error


@lru_cache(maxsize=256)
def _parsed(name: str, path: Path, _changed: int, _size: int) -> Template:
    """Read a template once, and again only when its file changes."""
    text = path.read_text(encoding="utf-8-sig")
    head, body = _parts(text.replace("\r\n", "\n"), path)
    fields = _front_matter(head, path)
    template = Template(name=name, body=body.strip("\n"), path=path, **fields)
    _check_names(template, path)
    return template


def _parts(text: str, path: Path) -> tuple[str, str]:
    parts = text.split(f"{_FENCE}\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise BadTemplate(
            f"{path} has no front matter. Begin the file with a line {_FENCE}, then title, subject, offices "
            f"and needs in TOML, then a line {_FENCE}, then the letter."
        )
    return parts[1], parts[2]


def _front_matter(head: str, path: Path) -> dict[str, Any]:
    import tomllib

    try:
        raw = tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        raise BadTemplate(f"The front matter of {path} is not TOML: {error}.") from error
    unknown = sorted(set(raw) - _KEYS)
    if unknown:
        raise BadTemplate(f"{path} has {', '.join(unknown)} in its front matter; known are {_list(_KEYS)}.")
    return {
        **{key: _text(raw.get(key, default), key, path) for key, default in _WORDS.items()},
        "offices": _choices(raw, "offices", OFFICES, path),
        "needs": _choices(raw, "needs", None, path),
        "prompts": _table(raw, "prompts", path),
        "defaults": _table(raw, "defaults", path),
        "constituent": _flag(raw.get("constituent", True), "constituent", path),
    }


def _text(value: Any, key: str, path: Path) -> str:
    if not isinstance(value, str) or (not value.strip() and key in ("title", "subject")):
        raise BadTemplate(f"{path}: {key} must be a text in quotation marks, and not empty.")
    return " ".join(value.split())


def _flag(value: Any, key: str, path: Path) -> bool:
    if not isinstance(value, bool):
        raise BadTemplate(f"{path}: {key} must be true or false, without quotation marks.")
    return value


def _choices(
    raw: Mapping[str, Any], key: str, allowed: tuple[str, ...] | None, path: Path
) -> tuple[str, ...]:
    values = raw.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise BadTemplate(f'{path}: {key} must be a list such as ["story"].')
    wrong = [value for value in values if allowed is not None and value not in allowed]
    if wrong or (allowed and not values):
        raise BadTemplate(
            f"{path}: {key} has {_list(wrong) or 'nothing'}; choose from {_list(allowed or ())}."
        )
    return tuple(values)


def _table(raw: Mapping[str, Any], key: str, path: Path) -> dict[str, str]:
    table = raw.get(key, {})
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise BadTemplate(f"{path}: [{key}] must hold texts in quotation marks.")
    return dict(table)


def _check_names(template: Template, path: Path) -> None:
    """Tell at once of a name that nobody would ever be asked for."""
    from letters.sandbox import compile_text, variables_of

    used: set[str] = set()
    for label, text in (("subject", template.subject), ("letter", template.body)):
        compile_text(text, f"{path}, {label}")
        used |= variables_of(text)
    unknown = sorted(used - GIVEN - set(template.needs) - set(template.defaults))
    if unknown:
        raise BadTemplate(
            f"{path} uses {', '.join(unknown)}, which is neither in needs nor in [defaults]. Add it there."
        )


def _list(values: Any) -> str:
    return ", ".join(sorted(values))
