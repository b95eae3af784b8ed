"""The compiled lexicon as record arrays: what is shown is what the parser uses."""

from functools import lru_cache
from typing import Any

import numpy as np

from aidstats import _core
from aidstats._numbers import plain


def units() -> np.recarray:
    """Every unit: code, id, zh, kind, dimension, canonical, factor, integer, scale, forms.

    ``factor`` is exact, as text: one of this unit is ``factor`` of its ``canonical`` unit.  ``scale`` is ``linear``,
    ``affine`` (℉) or ``log2`` (番); the latter two have no factor.  ``forms`` are all spellings, ``|`` between them.

    >>> import aidstats
    >>> table = aidstats.units()
    >>> mu = table[table.id == "[mu_cn]"][0]
    >>> print(mu.zh, mu.factor, mu.canonical)
    亩 2000/3 m2
    """
    rows = [(*row[:6], plain(row[6]), row[7], row[8], "|".join(row[9])) for row in _core.units()]
    names = ["code", "id", "zh", "kind", "dimension", "canonical", "factor", "integer", "scale", "forms"]
    return _table(rows, names)


def currencies() -> np.recarray:
    """The units that are money, ids by ISO 4217: code, id, zh, forms.

    >>> import aidstats
    >>> table = aidstats.currencies()
    >>> print(table[table.id == "HKD"][0].zh)
    港元
    """
    rows = [(code, id_, zh, "|".join(forms)) for code, id_, zh, kind, *_, forms in _core.units() if kind == "money"]
    return _table(rows, ["code", "id", "zh", "forms"])


def relations() -> np.recarray:
    """Every relation and the words that state it: code, id, words.

    >>> import aidstats
    >>> print(aidstats.relations().id[:5])
    ['eq' 'approx' 'near' 'above' 'over']
    """
    words: dict[str, list[str]] = {name: [] for name in _core.relations()}
    for _, _, _, relation, forms in _core.cues():
        words.setdefault(relation, []).extend(forms)
    rows = [(code, name, "|".join(words[name])) for code, name in enumerate(_core.relations())]
    return _table(rows, ["code", "id", "words"])


def _table(rows: list[tuple[Any, ...]], names: list[str]) -> np.recarray:
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    columns[0] = columns[0].astype(np.uint16)
    return np.rec.fromarrays(columns, names=names)  # type: ignore[call-overload]


@lru_cache(maxsize=1)
def unit_ids() -> np.ndarray:
    """Unit ids by code; a code never given is empty."""
    rows = _core.units()
    names = [""] * (max(row[0] for row in rows) + 1)
    for code, id_, *_ in rows:
        names[code] = id_
    return np.array(names)


@lru_cache(maxsize=1)
def unit_rows() -> dict[str, tuple[Any, ...]]:
    """Rows of the unit table by id."""
    return {row[1]: row for row in _core.units()}


@lru_cache(maxsize=4)
def names(table: str) -> np.ndarray:
    """Names by code of "kinds", "relations", "flags" or "statuses"."""
    return np.array(
        {"kinds": _core.kinds, "relations": _core.relations, "flags": _core.flags, "statuses": _core.statuses}[table]()
    )


LEVELS = {"strict": 0, "default": 1, "greedy": 2}


def level_code(level: object) -> int:
    if not isinstance(level, str) or level not in LEVELS:
        raise ValueError(f"level must be 'strict', 'default' or 'greedy', not {level!r}")
    return LEVELS[level]


def kind_mask(kinds: object) -> int:
    """Bits for the names; 0, which is all kinds, for None."""
    if kinds is None:
        return 0
    known = _core.kinds()
    wanted = (kinds,) if isinstance(kinds, str) else tuple(kinds)  # type: ignore[arg-type]
    mask = 0
    for kind in wanted:
        if kind not in known:
            raise ValueError(f"kinds must be among {', '.join(known)}; there is no {kind!r}")
        mask |= 1 << known.index(kind)
    if not mask:
        raise ValueError("kinds is empty: pass None for all of them")
    return mask
