"""Support data as files for people: CSV, Excel, Parquet."""

import csv
import os
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from aidstats import _display
from aidstats._optional import optional
from aidstats._support_tables import cell_text

if TYPE_CHECKING:
    from aidstats._support import Support

ENDINGS = (".csv", ".xlsx", ".parquet")
_YI = 10**8
_WIDEST = 40


def write_csv(support: "Support", path: str, *, bom: bool) -> None:
    """The columns of ``to_pandas()``, numbers exact; places with | between them.  ``bom`` makes Excel read UTF-8."""
    head, rows = _columns(support)
    with open(path, "w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def _columns(support: "Support") -> tuple[list[str], list[list[str]]]:
    from aidstats._support import _ORDER

    figures, amounts = support.figures, support.amounts
    columns: dict[str, list[str]] = {
        name: [_csv_cell(cell) for cell in figures[name]] for name in figures.dtype.names or ()
    }
    columns |= {name: [_display.bound(bound) for bound in amounts.exact(name)] for name in ("value", "lo", "hi")}
    columns |= {
        "recipients": ["|".join(names) for names in support.lists("recipient")],
        "sites": ["|".join(names) for names in support.lists("site")],
    }
    return list(_ORDER), [list(row) for row in zip(*(columns[name] for name in _ORDER), strict=True)]


def _csv_cell(cell: Any) -> str:
    return ("true" if cell else "false") if cell.dtype.kind == "b" else cell_text(cell)


def write_parquet(support: "Support", path: str) -> None:
    """The table of ``Support.arrow()``."""
    parquet = optional("pyarrow.parquet", "arrow")
    parquet.write_table(support.arrow(), path)


# Head of the sheet, with the unit of money in it, and the column of the table it shows.
_SHEET = [
    ("支援方", "donor"),
    ("受援方", "recipients"),
    ("指标", "indicator"),
    ("原文", "text"),
    ("对象", "term"),
    ("关系", "relation"),
    ("金额（亿元）", "value"),
    ("下限（亿元）", "lo"),
    ("上限（亿元）", "hi"),
    ("数值", "value"),
    ("数值下限", "lo"),
    ("数值上限", "hi"),
    ("单位", "unit"),
    ("累计", "cumulative"),
    ("起", "period_start"),
    ("止", "period_end"),
    ("截至", "as_of"),
    ("属于（？为原文未说明）", "part_of"),
    ("同一批", "same_as"),
    ("说明", "note"),
    ("来源", "source"),
    ("位置", "locator"),
    ("编号", "id"),
]


def write_xlsx(support: "Support", path: str) -> None:
    """A sheet of figures, amounts of money in 亿元 and all else in its unit, and a sheet each for what names mean."""
    openpyxl = optional("openpyxl", "excel")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "数据"
    _fill(sheet, [head for head, _ in _SHEET], _sheet_rows(support))
    for title, table in (("指标", support.indicators), ("地方", support.places), ("来源", support.sources)):
        rows = [[cell_text(row[name]) for name in table.dtype.names or ()] for row in table]
        _fill(book.create_sheet(title), list(table.dtype.names or ()), rows)
    book.save(path)


def _sheet_rows(support: "Support") -> list[list[Any]]:
    chinese = dict(zip(support.indicators.id.tolist(), support.indicators.chinese.tolist(), strict=True))
    figures, exact = support.figures, {name: support.amounts.exact(name) for name in ("value", "lo", "hi")}
    recipients = ["、".join(names) for names in support.lists("recipient")]
    rows = []
    for place, figure in enumerate(figures):
        row: list[Any] = []
        for head, name in _SHEET:
            if name == "recipients":
                row.append(recipients[place])
            elif name == "indicator":
                row.append(chinese.get(str(figure.indicator), str(figure.indicator)))
            elif name in exact:
                # Money has columns of its own, so that no column mixes 元 with people.
                money = str(figure.unit) == "CNY"
                row.append(
                    _cell(exact[name][place], _YI if money else 1) if money == head.endswith("（亿元）") else None
                )
            elif name == "cumulative":
                row.append("是" if figure.cumulative else "")
            else:
                row.append(cell_text(figure[name]))
        rows.append(row)
    return rows


def _cell(value: Any, divisor: int) -> float | int | None:
    """Excel's own number; nothing for an end that is not stated."""
    if value is None:
        return None
    scaled = Decimal(value) / divisor
    return int(scaled) if scaled == scaled.to_integral_value() else float(scaled)


def _fill(sheet: Any, head: list[str], rows: list[list[Any]]) -> None:
    sheet.append(head)
    for row in rows:
        sheet.append(row)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for column, cells in enumerate(zip(head, *rows, strict=True), 1):
        widest = max(_display.width("" if cell is None else str(cell)) for cell in cells)
        letter = sheet.cell(row=1, column=column).column_letter
        sheet.column_dimensions[letter].width = min(widest, _WIDEST) + 2
    bold = optional("openpyxl.styles", "excel").Font(bold=True)
    for cell in sheet[1]:
        cell.font = bold


def ending(path: str) -> str:
    return os.path.splitext(path)[1].lower()
