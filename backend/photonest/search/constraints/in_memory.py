"""The conditions of the parts, worked out on columns in memory instead of by PostgreSQL; the conditions are the same.

A condition is compiled from the very `Q` that the database would be given, so nothing is said twice. What stands in
other tables (faces, tags, words, events) is asked there, as the ids of its photos. What cannot be worked out here
raises `NotInMemory`, and the database decides that part.

A comparison with what is not known is false and its negation true. That is what `Q` means for columns, and the
conditions on expressions say in so many words that they are known.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from django.core.exceptions import EmptyResultSet
from django.db.models import F, FloatField, Model, Q, QuerySet, Value
from django.db.models import lookups as sql
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import (
    ASin,
    Cast,
    Coalesce,
    Cos,
    ExtractDay,
    ExtractHour,
    ExtractIsoWeekDay,
    ExtractMinute,
    ExtractMonth,
    Least,
    Power,
    Radians,
    Sin,
    Sqrt,
)  # fmt: skip

from photonest.search.columns import FLAGS, MOMENTS, NAMES, NUMBERS, WORDS, Table, ticks
from photonest.search.constraints.asking import Has, TheseIds
from photonest.search.positions import as_ids, glued_ids

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Mask: TypeAlias = NDArray[np.bool_]
    Numbers: TypeAlias = NDArray[Any]


SOURCE = "extra__digital_source_type"


class NotInMemory(Exception):
    """This condition is one for the database."""


@dataclass(frozen=True)
class Test:
    """`test(table)` is True for the rows it holds for. `names`: the columns it reads; `asks`: other tables, too."""

    test: Callable[[Table], Mask]
    names: frozenset[str] = frozenset()
    asks: bool = False

    def __call__(self, table: Table) -> Mask:
        return self.test(table)


def compiled(condition: Q) -> Test:
    """Raises `NotInMemory`."""
    tests = [_leaf(child) for child in condition.children]
    if not tests:
        return Test(partial(_all, negated=condition.negated))
    join = {Q.AND: operator.and_, Q.OR: operator.or_}.get(condition.connector)
    if join is None:
        raise NotInMemory

    def test(table: Table) -> Mask:
        found = tests[0](table)
        for other in tests[1:]:
            found = join(found, other(table))
        return ~found if condition.negated else found

    return Test(test, frozenset().union(*(one.names for one in tests)), any(one.asks for one in tests))


def _leaf(child: Any) -> Test:
    if isinstance(child, Q):
        return compiled(child)
    if isinstance(child, Has):
        return _members(child.rows.values("asset_id"))
    if isinstance(child, tuple):
        return _field(*child)
    if isinstance(child, sql.Lookup):
        return _lookup(child)
    raise NotInMemory


def _all(table: Table, *, negated: bool = False) -> Mask:
    import numpy as np

    return np.full(len(table), not negated)


def _members(rows: QuerySet[Any, Any]) -> Test:
    """The photos that a statement names in its only column."""

    def test(table: Table) -> Mask:
        try:
            return table.mask_of(glued_ids(*rows.order_by().query.sql_with_params()))
        except EmptyResultSet:
            return _all(table, negated=True)

    return Test(test, asks=True)


# --- a column and a value ------------------------------------------------------------------------


def _field(path: str, value: Any) -> Test:
    name, _, lookup = path.partition("__")
    if path.startswith(f"{SOURCE}__"):
        name, lookup = SOURCE, path.removeprefix(f"{SOURCE}__")
    if name == "pk":
        return _id(lookup, value)
    if (name, lookup) == ("owner_id", "in"):
        return Test(lambda table: _all(table, negated=table.owner_id not in value))
    if name not in NAMES:
        raise NotInMemory
    if lookup == "isnull":
        return Test(lambda table: _is_null(table, name) == value, frozenset({name}))
    compare = _COMPARISONS.get(lookup or "exact")
    if (compare is None and lookup != "endswith") or _is_dynamic(value):
        raise NotInMemory
    wanted: Any = [_plain(name, one) for one in value] if lookup in {"in", "range"} else _plain(name, value)
    if name in WORDS:
        if lookup == "endswith":
            return Test(lambda table: _is_word(table, name, _ending(table, name, wanted)), frozenset({name}))
        if lookup not in {"", "exact", "in"}:
            raise NotInMemory
        words = wanted if lookup == "in" else [wanted]
        return Test(lambda table: _is_word(table, name, words), frozenset({name}))
    if compare is None:
        raise NotInMemory
    return Test(lambda table: compare(table.columns[name].values, wanted), frozenset({name}))


def _ending(table: Table, name: str, end: str) -> list[str]:
    # As a list: another search may just be adding the words of new photos.
    return [word for word in list(table.columns[name].codes) if isinstance(word, str) and word.endswith(end)]


def _id(lookup: str, value: Any) -> Test:
    if lookup == "isnull":
        return Test(partial(_all, negated=bool(value)))
    if lookup == "in" and isinstance(value, QuerySet):
        return _members(value)
    if lookup == "in" and isinstance(value, TheseIds):
        return Test(lambda table: table.mask_of(as_ids(value.ids)))
    if lookup == "in" and not value:
        return Test(partial(_all, negated=True))
    raise NotInMemory


def _is_dynamic(value: Any) -> bool:
    return isinstance(value, QuerySet | Model) or hasattr(value, "resolve_expression")


def _plain(name: str, value: Any) -> Any:
    """A value as the column holds it."""
    if isinstance(value, datetime) and name in MOMENTS:
        return ticks(value)
    if isinstance(value, str) and name in WORDS:
        return str(value)
    if (name in FLAGS and isinstance(value, bool)) or (name in NUMBERS and type(value) in {int, float}):
        return float(value)
    raise NotInMemory


def _is_null(table: Table, name: str) -> Mask:
    import numpy as np

    values, codes = table.columns[name]
    if name in WORDS:
        return np.isin(values, [codes.get(None, -2)])
    return np.isnan(values) if values.dtype == np.float64 else np.zeros(len(table), np.bool_)


def _is_word(table: Table, name: str, words: Collection[str]) -> Mask:
    import numpy as np

    column = table.columns[name]
    return np.isin(column.values, [column.codes[word] for word in words if word in column.codes])


def _is_one_of(values: Numbers, wanted: Collection[float]) -> Mask:
    import numpy as np

    return np.isin(values, list(wanted))


_COMPARISONS: Mapping[str, Callable[[Any, Any], Mask]] = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": _is_one_of,
    "range": lambda values, ends: (values >= ends[0]) & (values <= ends[1]),
}


# --- an expression and a value -------------------------------------------------------------------


@dataclass(frozen=True)
class _Term:
    value: Callable[[Table], Any]
    names: frozenset[str] = frozenset()


_LOOKUPS = {sql.GreaterThan: "gt", sql.GreaterThanOrEqual: "gte", sql.LessThan: "lt", sql.LessThanOrEqual: "lte"}


def _lookup(lookup: sql.Lookup[Any]) -> Test:
    term = _term(lookup.lhs)
    name = "in" if type(lookup) is sql.In else _LOOKUPS.get(type(lookup))  # type: ignore[arg-type]
    wanted = lookup.rhs.value if isinstance(lookup.rhs, Value) else lookup.rhs
    numbers = wanted if isinstance(wanted, list) else [wanted]
    if name is None or not all(type(number) in {int, float} for number in numbers):
        raise NotInMemory
    compare = _COMPARISONS[name]
    return Test(lambda table: compare(term.value(table), wanted), term.names)


def _term(expression: Any) -> _Term:
    name = str(vars(expression).get("name")) if type(expression) is F else ""
    if name in NAMES - WORDS:
        return _Term(lambda table: table.columns[name].values, frozenset({name}))
    if isinstance(expression, Value) and type(expression.value) in {int, float}:
        number = expression.value
        return _Term(lambda _: number)
    work = _work(expression)
    sources = [_term(source) for source in expression.get_source_expressions()]
    return _Term(
        lambda table: work(*(source.value(table) for source in sources)),
        frozenset().union(*(source.names for source in sources)),
    )


def _work(expression: Any) -> Callable[..., Any]:
    if type(expression) is CombinedExpression and expression.connector in _OPERATORS:
        return _OPERATORS[expression.connector]
    is_clock_of_the_place = getattr(expression, "tzinfo", None) in {None, UTC}
    if type(expression) in _FUNCTIONS and is_clock_of_the_place and not _is_whole(expression):
        return _FUNCTIONS[type(expression)]
    raise NotInMemory


def _is_whole(expression: Any) -> bool:
    """A cast to anything but a float, which is what every number here is."""
    return type(expression) is Cast and type(expression.output_field) is not FloatField


def _numpy(name: str) -> Callable[..., Any]:
    """numpy is loaded by the first search that needs it, not by the first import."""

    def call(*values: Any) -> Any:
        import numpy as np

        with np.errstate(invalid="ignore"):
            return getattr(np, name)(*values)

    return call


def _first_known(first: Numbers, second: Numbers) -> Numbers:
    import numpy as np

    return np.where(np.isnan(first), second, first)


_MINUTE, _DAY = 60_000_000, 86_400_000_000
_SATURDAY = 5
"""1 January 2000, counted from Monday = 0."""


def _month(values: Numbers) -> Numbers:
    return _months(values) % 12 + 1


def _day(values: Numbers) -> Numbers:
    import numpy as np

    first = _months(values).astype("M8[M]").astype("M8[D]").astype(np.int64)
    return values // _DAY + _DAYS_TO_2000 - first + 1


def _months(values: Numbers) -> Numbers:
    """Whole months since 1970."""
    import numpy as np

    return (values // _DAY + _DAYS_TO_2000).astype("M8[D]").astype("M8[M]").astype(np.int64)


_DAYS_TO_2000 = 10_957

_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip
_FUNCTIONS: Mapping[type, Callable[..., Any]] = {
    ASin: _numpy("arcsin"),
    Cos: _numpy("cos"),
    Sin: _numpy("sin"),
    Sqrt: _numpy("sqrt"),
    Radians: _numpy("radians"),
    Power: _numpy("power"),
    Least: _numpy("fmin"),
    Coalesce: _first_known,
    Cast: lambda values: values,
    ExtractMonth: _month,
    ExtractDay: _day,
    ExtractHour: lambda values: values % _DAY // (60 * _MINUTE),
    ExtractMinute: lambda values: values // _MINUTE % 60,
    ExtractIsoWeekDay: lambda values: (values // _DAY + _SATURDAY) % 7 + 1,
}
