"""What every printed report has, whatever it is about. Pure."""

from dataclasses import Field, dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

from treatments.outcomes.charts.chart import Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart on the page: `name` finds its drawing, `description` is its alternative text."""

    name: str
    description: str
    half_width: bool


def figure_of(chart: Chart) -> Figure:
    """Give what the page needs of a chart."""
    return Figure(name=chart.name, description=chart.description, half_width=chart.half_width)


class PrintedDocument(Protocol):
    """A document as plain data: a dataclass of texts, numbers and tables.

    `layout` is the file that sets it. `cutoff` dates the file, so that the same report gives the same bytes.
    `figures` are all charts of the document, wherever on its pages.
    """

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    layout: ClassVar[str]

    @property
    def cutoff(self) -> datetime:
        """When the records were read."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All charts of the document."""
