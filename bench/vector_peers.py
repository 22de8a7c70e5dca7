"""Other engines for vector search inside a filter: pgvector HNSW in its own PostgreSQL, faiss and usearch in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

ITERATIVE_EF = (100, 400, 1000)
"""`hnsw.ef_search` of the iterative scans; 1,000 is the most that pgvector takes."""
TUPLES = 200_000
"""`hnsw.max_scan_tuples`: the whole table, or a strict filter ends the scan early and recall with it."""
HNSW_EF = 128

Answer = Callable[[NDArray[np.float32]], Sequence[int]]


def versions() -> dict[str, str]:
    """What is installed; "not installed" where it is not."""
    told = {}
    for package in ("faiss-cpu", "usearch", "pgvector"):
        try:
            told[package] = version(package)
        except PackageNotFoundError:
            told[package] = "not installed"
    return told


class Peers:
    """Built once for a set of vectors; `taken` is the column that pgvector filters by."""

    def __init__(
        self, url: str, vectors: NDArray[np.float32], taken: Sequence[Any], *, say: Callable[[str], None]
    ) -> None:
        self._url, self._vectors, self._taken, self._say = url, vectors, taken, say

    def __enter__(self) -> Self:
        self._connections: dict[tuple[int, str, bool], Any] = {}
        _make_table(self._url, self._vectors, self._taken, self._say)
        self._faiss = _import("faiss")
        self._usearch = _import("usearch.index")
        if self._faiss:
            self._faiss.omp_set_num_threads(1)
            self._flat = self._faiss.IndexFlatIP(self._vectors.shape[1])
            self._flat.add(self._vectors)
            self._say("faiss HNSW …")
            self._hnsw = self._faiss.IndexHNSWFlat(self._vectors.shape[1], 32, self._faiss.METRIC_INNER_PRODUCT)
            self._hnsw.hnsw.efConstruction = 64
            self._faiss.omp_set_num_threads(2)
            self._hnsw.add(self._vectors)
            self._faiss.omp_set_num_threads(1)
        if self._usearch:
            self._half = self._vectors.astype(np.float16)
        return self

    def __exit__(self, *problem: object) -> None:
        for connection in self._connections.values():
            connection.close()

    def sides(self, rows: NDArray[np.int64] | None, share: float, wanted: int) -> dict[str, Answer]:
        """Name -> how that engine answers inside these rows."""
        span = None if rows is None else (self._taken[rows[0]], self._taken[rows[-1]])
        found: dict[str, Answer] = {"pgvector HNSW, default": self._in_postgres(span, wanted, ef=40, scan="off")}
        for ef in ITERATIVE_EF if share < 1 else ITERATIVE_EF[:1]:
            name = f"pgvector HNSW, iterative relaxed, ef {ef}"
            found[name] = self._in_postgres(span, wanted, ef=ef, scan="relaxed_order")
        found["pgvector HNSW, iterative strict, ef 400"] = self._in_postgres(span, wanted, ef=400, scan="strict_order")
        found["pgvector, no index, exact"] = self._in_postgres(span, wanted, ef=40, scan="off", exact=True)
        if self._faiss:
            found["faiss flat with id selector, exact, f32"] = self._in_faiss(self._flat, rows, wanted)
            found[f"faiss HNSW with id selector, ef {HNSW_EF}"] = self._in_faiss(self._hnsw, rows, wanted)
        if self._usearch:
            found["usearch exact over the rows, f16"] = self._in_usearch(rows, wanted)
        return found

    def _in_postgres(
        self, span: tuple[Any, Any] | None, wanted: int, *, ef: int, scan: str, exact: bool = False
    ) -> Answer:
        where, values = ("", []) if span is None else ("WHERE taken >= %s AND taken <= %s", list(span))
        connection = self._connected(ef, scan, exact=exact)

        def answer(vector: NDArray[np.float32]) -> list[int]:
            text = "[" + ",".join(f"{number:.7g}" for number in vector.tolist()) + "]"
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT row FROM peer {where} ORDER BY vector <#> %s::halfvec LIMIT {wanted}", [*values, text]
                )
                return [row[0] for row in cursor.fetchall()]

        return answer

    def _connected(self, ef: int, scan: str, *, exact: bool) -> Any:
        """A connection with these settings, so that setting them is no part of a query's time."""
        import psycopg

        key = (ef, scan, exact)
        if key not in self._connections:
            connection = self._connections[key] = psycopg.connect(self._url, autocommit=True)
            with connection.cursor() as cursor:
                cursor.execute(f"SET hnsw.ef_search = {ef}")
                cursor.execute(f"SET hnsw.iterative_scan = {scan}")
                cursor.execute(f"SET hnsw.max_scan_tuples = {TUPLES}")
                cursor.execute(f"SET enable_indexscan = {'off' if exact else 'on'}")
                cursor.execute(f"SET enable_seqscan = {'on' if exact else 'off'}")
        return self._connections[key]

    def _in_faiss(self, index: Any, rows: NDArray[np.int64] | None, wanted: int) -> Answer:
        faiss = self._faiss
        selector = None if rows is None else faiss.IDSelectorBatch(rows)
        if index is self._hnsw:
            parameters = (
                faiss.SearchParametersHNSW(efSearch=HNSW_EF, sel=selector)
                if selector
                else faiss.SearchParametersHNSW(efSearch=HNSW_EF)
            )
        else:
            parameters = faiss.SearchParameters(sel=selector) if selector else None

        def answer(vector: NDArray[np.float32]) -> list[int]:
            _, found = index.search(vector[None, :], wanted, params=parameters)
            return [row for row in found[0].tolist() if row >= 0]

        return answer

    def _in_usearch(self, rows: NDArray[np.int64] | None, wanted: int) -> Answer:
        def answer(vector: NDArray[np.float32]) -> list[int]:
            among = self._half if rows is None else self._half[rows]
            count = min(wanted, len(among))
            found = self._usearch.search(among, vector.astype(np.float16), count, "ip", exact=True, threads=1)
            return [int(key if rows is None else rows[key]) for key in found.keys]

        return answer


def _make_table(url: str, vectors: NDArray[np.float32], taken: Sequence[Any], say: Callable[[str], None]) -> None:
    """A table of its own, in the kindest form: filter and vector side by side, plain storage, one index."""
    import psycopg

    connection = psycopg.connect(url, autocommit=True)
    dim = vectors.shape[1]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS peer")
        cursor.execute(f"CREATE TABLE peer (row int, taken timestamptz, vector halfvec({dim}))")
        cursor.execute("ALTER TABLE peer ALTER vector SET STORAGE PLAIN")
        with cursor.copy("COPY peer FROM STDIN") as copy:
            for number, (moment, vector) in enumerate(zip(taken, vectors.astype(np.float16), strict=True)):
                copy.write_row((number, moment, "[" + ",".join(map(str, vector.tolist())) + "]"))
        say("pgvector HNSW …")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute("SET max_parallel_maintenance_workers = 2")
        cursor.execute("CREATE INDEX ON peer USING hnsw (vector halfvec_ip_ops)")
        cursor.execute("VACUUM ANALYZE peer")
    connection.close()


def _import(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        return None
