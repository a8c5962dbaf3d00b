"""The page of all fields of the prompt files says what the shapes in the code take."""

import re
from pathlib import Path
from typing import Final

import pytest

from prompts import framework, helplines, schema
from prompts.shape import Shape

PAGE: Final = (Path(__file__).parents[2] / "docs" / "prompts-api.md").read_text("utf-8")
SHAPES: Final = {
    name: each
    for module in (schema, helplines, framework)
    for name, each in vars(module).items()
    if isinstance(each, type) and issubclass(each, Shape) and each is not Shape
}
TABLES: Final = dict(re.findall(r"^### `(\w+)`\n\n((?:\|.*\n)+)", PAGE, re.MULTILINE))


def test_every_shape_has_its_table() -> None:
    assert sorted(TABLES) == sorted(SHAPES)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_every_field_is_told_with_whether_it_is_needed(name: str) -> None:
    told = re.findall(r"^\| `(\w+)` \| (yes|no) \| [^|]+ \|$", TABLES[name], re.MULTILINE)
    fields = SHAPES[name].model_fields
    assert told == [(key, "yes" if each.is_required() else "no") for key, each in fields.items()]
