"""Days of a year that the text does not name."""

import datetime
from typing import NamedTuple


class MonthDay(NamedTuple):
    """A day of any year: what 10月20日 says.

    >>> day = MonthDay(10, 20)
    >>> print(day, day.in_year(2023))
    --10-20 2023-10-20
    """

    month: int
    day: int

    def in_year(self, year: int) -> datetime.date:
        """The day in that year; 29 February is the last of the month where there is none.

        >>> MonthDay(2, 29).in_year(2023)
        datetime.date(2023, 2, 28)
        """
        if (self.month, self.day) == (2, 29):
            return datetime.date(year, 3, 1) - datetime.timedelta(days=1)
        return datetime.date(year, self.month, self.day)

    def __str__(self) -> str:
        return f"--{self.month:02}-{self.day:02}"
