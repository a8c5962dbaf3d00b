"""What outcomes can be tagged with: the parts of policies, programmes and action plans, as data."""

from typing import Self

from pydantic import Field, model_validator

from prompts.shape import Label, Shape, Slug, refuse_repeats


class FrameworkPart(Shape):
    """One part, such as a priority; `id` is what is kept, `name` what is shown."""

    id: Slug
    name: Label


class Framework(Shape):
    """A policy, a programme or an action plan, as one file holds it.

    Attributes:
        id: The name of its file without ".yaml".
        name: What it is called.
        items: Its parts, in order. Outcomes keep their ids: a part that is no longer wanted can go,
            an id stays the same for ever.
    """

    id: Slug
    name: Label
    items: tuple[FrameworkPart, ...] = Field(min_length=1, max_length=40, fail_fast=True)

    @model_validator(mode="after")
    def _kept(self) -> Self:
        refuse_repeats((item.id for item in self.items), "items")
        return self

    def tags(self) -> dict[str, str]:
        """The name of each part by the tag that an outcome keeps, *framework/part*."""
        return {f"{self.id}/{item.id}": item.name for item in self.items}
