"""SQL of the frequent commands: put together by the ORM once, then only filled in.

Building a statement costs the ORM several times what asking it costs, and a live meeting asks the same ones all day.
"""

import json
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import chain
from secrets import randbits
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.query import ModelIterable, QuerySet

from ideahub.eventlog import together

T = TypeVar("T")
M = TypeVar("M", bound=models.Model)
Argument = UUID | int | Collection[UUID]
# A list of one, as the ORM writes it.
ONE_OF = " IN (%s)"


class Compiled(NamedTuple):
    """`places`: for each parameter the argument that stands there, or None and what always does.

    `names`: the fields of a query for whole rows; None where values are asked for.
    """

    sql: str
    sql_of_lists: str
    places: list[tuple[int | None, Any]]
    converters: list[tuple[int, list[Callable[..., Any]], Any]]
    model: Any
    names: list[str] | None


class Question(Generic[T]):
    """A query whose arguments are ids, numbers or lists of ids. Answers as the queryset would, with one statement and no more.

    `build` gets such arguments once and returns the queryset, with each list in an `__in`.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, T]"]) -> None:
        self._build = build
        self._compiled: Compiled | None = None

    def ask(self, *arguments: Argument) -> list[T]:
        """Without a statement where a list is empty."""
        if _is_vain(arguments):
            return []
        compiled = self._ready(arguments)
        with together.take(self._named(arguments)) or _send(compiled, arguments) as cursor:
            return _read(compiled, cursor)

    def ask_ahead(self, *arguments: Argument) -> None:
        """Sends it where statements travel together: the same `ask` later takes the answer, unless `insert` or `save`
        has changed rows of this model in between. Elsewhere nothing."""
        if together.is_on() and not _is_vain(arguments):
            compiled = self._ready(arguments)
            answer = together.Awaited(compiled.model, _send(compiled, arguments))
            together.keep(self._named(arguments), answer)

    def _ready(self, arguments: tuple[Argument, ...]) -> "Compiled":
        if self._compiled is None:
            self._compiled = _compile(self._build, arguments)
        return self._compiled

    def _named(self, arguments: tuple[Argument, ...]) -> Hashable:
        if not together.is_on():
            return None
        return self, *(frozenset(one) if isinstance(one, Collection) else one for one in arguments)

    def one(self, *arguments: Argument) -> T:
        """The first of the answers. Raises the model's DoesNotExist where there is none."""
        for found in self.ask(*arguments):
            return found
        assert self._compiled is not None
        raise self._compiled.model.DoesNotExist


def _is_vain(arguments: tuple[Argument, ...]) -> bool:
    return any(isinstance(one, Collection) and not one for one in arguments)


def _compile(build: Callable[..., QuerySet[Any, Any]], arguments: tuple[Argument, ...]) -> Compiled:
    lists = [isinstance(one, Collection) for one in arguments]
    marks = [randbits(48) if isinstance(one, int) else uuid4() for one in arguments]
    asking = build(*([mark] if is_list else mark for mark, is_list in zip(marks, lists, strict=True)))
    compiler = asking.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    assert sql.count(ONE_OF) == sum(lists), sql
    where = {_plain(mark): at for at, mark in enumerate(marks)}
    asked = [one[0] for one in compiler.select[: compiler.col_count]]
    whole = issubclass(asking._iterable_class, ModelIterable)
    return Compiled(
        sql=sql,
        sql_of_lists=sql.replace(
            ONE_OF, " = ANY(%s)" if connection.vendor == "postgresql" else " IN (SELECT value FROM json_each(%s))"
        ),
        places=[(where.get(one) if isinstance(one, UUID | str | int) else None, one) for one in parameters],
        converters=[(at, found, one) for at, (found, one) in compiler.get_converters(asked).items()],
        model=asking.model,
        names=[one.target.attname for one in asked] if whole else None,
    )


def _plain(value: Argument) -> Any:
    """As this database takes it. A list is one parameter however long it is."""
    if isinstance(value, int):
        return value
    native = connection.features.has_native_uuid_field
    if isinstance(value, UUID):
        return value if native else value.hex
    return list(value) if native else json.dumps([one.hex for one in value])


def _send(compiled: Compiled, arguments: Sequence[Argument]) -> Any:
    # One id needs no list, which costs more to hand over.
    single = all(len(one) == 1 for one in arguments if isinstance(one, Collection))
    sql = compiled.sql if single else compiled.sql_of_lists
    values = [_plain(next(iter(one)) if single and isinstance(one, Collection) else one) for one in arguments]
    cursor = connection.cursor()
    cursor.execute(sql, [given if at is None else values[at] for at, given in compiled.places])
    return cursor


def _read(compiled: Compiled, cursor: Any) -> list[Any]:
    database = _database()
    rows = [list(row) for row in cursor.fetchall()]
    for at, converters, expression in compiled.converters:
        for converter in converters:
            convert: Callable[[Any], Any] = partial(_convert, converter, expression, database)
            if isinstance(expression.output_field, models.UUIDField):
                # The same few ids stand in many rows.
                convert = cache(convert)
            for row in rows:
                row[at] = convert(row[at])
    if compiled.names is None:
        return [tuple(row) for row in rows]
    return [compiled.model.from_db(database.alias, compiled.names, row) for row in rows]


def _convert(converter: Callable[..., Any], expression: Any, database: Any, value: Any) -> Any:
    return converter(value, expression, database)


def insert(rows: Iterable[M], *, unique: Sequence[str] = (), update: Sequence[str] = ()) -> None:
    """Stores new rows with one statement; those that are there by `unique` get the fields of `update`.

    An id that the database gives is not read back.
    """
    new = list(rows)
    if not new:
        return
    fields, begin, end = _insertion(type(new[0]), tuple(unique), tuple(update))
    columns = [list(_column(field, new)) for field in fields]
    together.written(type(new[0]))
    with connection.cursor() as cursor:
        if len(new) > 1 and connection.vendor == "postgresql":
            # A list a column: the driver and the server look at each placeholder of a statement.
            cursor.execute(f"{begin} SELECT * FROM unnest({', '.join(map(_list_of, fields))}){end}", columns)
        else:
            one = f"({', '.join(['%s'] * len(fields))})"
            values = list(chain.from_iterable(zip(*columns, strict=True)))
            cursor.execute(f"{begin} VALUES {', '.join([one] * len(new))}{end}", values)
    for row in new:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _column(field: "models.Field[Any, Any]", rows: Iterable[models.Model]) -> Iterator[Any]:
    """What is stored in this field of new rows, as this database takes it. What one row has from the one before is not made anew."""
    database = _database()
    last = ready = object()
    for row in rows:
        value = field.pre_save(row, True)
        if value is not last:
            last, ready = value, field.get_db_prep_save(value, database)
        yield ready


def _list_of(field: "models.Field[Any, Any]") -> str:
    """A placeholder for many values. Without a length, by which a cast would cut them off where an insertion refuses them."""
    return f"%s::{str(field.db_type(connection)).partition('(')[0]}[]"


def _database() -> Any:
    """The thread's own connection itself: what `connection` is asked goes through a look-up each time."""
    return connections[DEFAULT_DB_ALIAS]


@cache
def _insertion(
    model: type[models.Model], unique: tuple[str, ...], update: tuple[str, ...]
) -> "tuple[list[models.Field[Any, Any]], str, str]":
    """The fields that are stored, and the statement before and after its values."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    begin = f"INSERT INTO {_quoted(model._meta.db_table)} ({', '.join(_quoted(field.column) for field in fields)})"
    if not unique:
        return fields, begin, ""
    changes = ", ".join(f"{column} = EXCLUDED.{column}" for column in _columns(model, update))
    return fields, begin, f" ON CONFLICT ({', '.join(_columns(model, unique))}) DO UPDATE SET {changes}"


def save(rows: Iterable[models.Model], *names: str) -> None:
    """Stores these fields of rows that are there already."""
    changed = list(rows)
    if not changed:
        return
    together.written(type(changed[0]))
    fields, sql = _change(type(changed[0]), names)
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in changed]
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(sql, values[0])
        else:
            cursor.executemany(sql, values)


@cache
def _change(model: type[models.Model], names: tuple[str, ...]) -> "tuple[list[models.Field[Any, Any]], str]":
    """The fields in the order of the statement's parameters, the key last."""
    key = model._meta.pk
    fields = [field for name in names for field in model._meta.concrete_fields if field.name == name]
    sets = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    sql = f"UPDATE {_quoted(model._meta.db_table)} SET {sets} WHERE {_quoted(key.column)} = %s"
    return [*fields, key], sql


def _columns(model: type[models.Model], names: Iterable[str]) -> list[str]:
    return [_quoted(field.column) for name in names for field in model._meta.concrete_fields if field.name == name]


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))
