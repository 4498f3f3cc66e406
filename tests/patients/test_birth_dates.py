"""Birth dates as people write them."""

import datetime as dt

import pytest

from patients.birth_dates import typed_dates

MAY_17 = dt.date(1980, 5, 17)


@pytest.mark.parametrize(
    "typed",
    ["1980-05-17", "1980/5/17", "17.5.1980", "17/05/1980", "17-05-1980", "05/17/1980", "1980年5月17日", "17. 5. 1980"],
)
def test_a_date_is_read_in_any_usual_form(typed: str) -> None:
    assert typed_dates(typed) == ({MAY_17}, "")


def test_day_and_month_may_stand_in_either_order_where_the_year_comes_last() -> None:
    assert typed_dates("5/6/1980").dates == {dt.date(1980, 5, 6), dt.date(1980, 6, 5)}
    assert typed_dates("5.6.1980").dates == {dt.date(1980, 6, 5)}


@pytest.mark.parametrize("typed", ["wong 17.5.1980", "17.5.1980 wong", "  wong  1980-05-17 "])
def test_a_name_beside_the_date_is_kept(typed: str) -> None:
    assert typed_dates(typed) == ({MAY_17}, "wong")


@pytest.mark.parametrize("typed", ["", "wong", "31.2.1980", "1980", "1980-13-40", "+852 2345 6789", "P-00042", "12/5"])
def test_what_is_no_date_is_left_alone(typed: str) -> None:
    assert typed_dates(typed) == (frozenset(), typed.strip())
