"""From a rule that a file breaks to the file, the line and plain words."""

from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from prompts.safe_yaml import Document, NodePath, PromptFault
from prompts.shape import Shape

_SHOWN: Final = 40

_REASONS: Final = {
    "missing": "“{name}” is missing",
    "extra_forbidden": "“{name}” is not a name that belongs here",
    "model_type": "“{name}” needs named parts below it",
    "dict_type": "“{name}” needs named parts below it",
    "tuple_type": "“{name}” needs a list, one item a line with a dash",
    "string_type": "“{name}” needs a text",
    "string_too_short": "“{name}” is empty",
    "string_too_long": "“{name}” is too long; at most {max_length} characters fit",
    "int_parsing": "“{name}” needs a whole number",
    "int_type": "“{name}” needs a whole number",
    "bool_parsing": "“{name}” needs true or false",
    "greater_than_equal": "“{name}” must be {ge} or more",
    "less_than_equal": "“{name}” must be {le} or less",
    "too_short": "“{name}” needs at least {min_length}",
    "too_long": "“{name}” takes at most {max_length}",
    "literal_error": "“{name}” must be {expected}",
    "date_from_datetime_parsing": "“{name}” needs a day such as 2027-03-08",
    "date_parsing": "“{name}” needs a day such as 2027-03-08",
    "time_parsing": "“{name}” needs a time such as 18:00",
    "misfit": "{reason}",
}

_PATTERNS: Final = {
    "^[a-z]": "“{name}” takes small letters, digits and single dashes",
    "^[a-z0-9-]+": "“{name}” needs the name of a picture, such as two-paths.svg",
    "^(https": "“{name}” needs an address that starts with https://, or a file such as trust.mp3",
    "^http": "“{name}” needs an address that starts with https://",
    "^[0-9]": "“{name}” takes digits and spaces",
}


def shaped[S: Shape](document: Document, shape: type[S]) -> S:
    """What a file holds, as a value of a shape.

    Raises:
        PromptFault: The file breaks a rule of the shape. It names the first name that does not
            belong, because a slip in a name is why another seems to be missing; else the first
            broken rule by line.
    """
    try:
        return shape.model_validate(document.value)
    except ValidationError as error:
        details = _innermost(error.errors(include_url=False, include_input=False))
    strangers = [detail for detail in details if detail["type"] == "extra_forbidden"]
    faults = (_fault(document, detail) for detail in strangers or details)
    raise min(faults, key=lambda fault: fault.line)


def _innermost(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without the faults of a whole that only follow from a fault in a part of it."""
    wholes = {each["loc"][:end] for each in details for end in range(len(each["loc"]))}
    return [each for each in details if each["loc"] not in wholes]


def _fault(document: Document, detail: ErrorDetails) -> PromptFault:
    context = detail.get("ctx", {})
    where = document.nearest((*detail["loc"], *context.get("at", ())))
    name = str(detail["loc"][-1]) if detail["type"] == "missing" else _name(where)
    return document.fault(where, _template(detail).format_map({**context, "name": name}))


def _template(detail: ErrorDetails) -> str:
    if detail["type"] == "string_pattern_mismatch":
        pattern = detail["ctx"]["pattern"]
        return next(said for start, said in _PATTERNS.items() if pattern.startswith(start))
    return _REASONS.get(detail["type"], "“{name}” does not fit here")


def _name(where: NodePath) -> str:
    """What a person would call the part: its own name, or the list it is an item of."""
    named = [part for part in where if isinstance(part, str)]
    return named[-1][:_SHOWN] if named else "the file"
