"""In which country a clinic is: the one that its time zone belongs to."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo


def region_of(zone: ZoneInfo) -> str:
    """The country (ISO 3166-1, two letters) of a time zone, such as HK; "" for a zone of no country, such as UTC."""
    return _regions().get(zone.key, "")


@cache
def _regions() -> Mapping[str, str]:
    lines = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text().splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {zone: country for country, _coordinates, zone, *_comment in rows}
