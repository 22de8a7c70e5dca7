"""GeoNames JSON → one table of columns, ``places.npz`` (about 9 MB), for naming where a photo was taken.

File format (``np.load(path, allow_pickle=False)``; stored, not compressed, so every column can be mapped):

    lat, lon        float32[n]   degrees, WGS 84; rows are sorted by ``lat`` ascending
    population      int32[n]     0 when GeoNames does not know it
    country         uint16[n]    index into ``country_codes`` / ``country_names``
    admin1          uint32[n]    index into ``admin1_names``; 0 is the empty name (unknown)
    name_offsets    uint32[n+1]  name i is ``names[name_offsets[i]:name_offsets[i+1]]``, UTF-8
    names           uint8[...]   all names, one after the other
    country_codes   U2[c]        ISO 3166-1 alpha-2
    country_names   U[c]         English
    admin1_names    U[a]         first-level division ("Bavaria", "California"); [0] == ""
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np


def convert(members: list[Path], target: Path) -> None:
    """Write ``target/places.npz`` from cities500.json, countries.json and admin1.json, in this order."""
    cities = json.loads(members[0].read_bytes())
    countries = json.loads(members[1].read_bytes())
    divisions = {row["code"]: row["name"] for row in json.loads(members[2].read_bytes())}
    arrays = table(list(cities.values()), {code: row["name"] for code, row in countries.items()}, divisions)
    np.savez(target / "places.npz", **arrays)  # type: ignore[arg-type]  # numpy types **kwds with allow_pickle in between


def table(
    cities: list[dict[str, object]], country_names: dict[str, str], divisions: dict[str, str]
) -> dict[str, np.ndarray]:
    """Columns as the module says. ``divisions`` maps ``CC.code`` to a name. Rows of no known country go."""
    rows = [c for c in cities if c["countrycode"] in country_names and str(c["name"]).strip()]
    rows.sort(key=lambda c: (float(str(c["latitude"])), float(str(c["longitude"]))))
    codes = sorted({str(c["countrycode"]) for c in rows})
    country_index = {code: i for i, code in enumerate(codes)}
    admin_keys = [f"{c['countrycode']}.{c['admin1code']}" for c in rows]
    known = sorted({key for key in admin_keys if divisions.get(key)})
    admin_index = {key: i + 1 for i, key in enumerate(known)}
    names = [str(c["name"]).strip().encode() for c in rows]
    offsets = np.zeros(len(rows) + 1, np.uint32)
    np.cumsum([len(n) for n in names], out=offsets[1:], dtype=np.uint32)
    return {
        "lat": np.array([c["latitude"] for c in rows], np.float32),
        "lon": np.array([c["longitude"] for c in rows], np.float32),
        "population": np.array([min(int(str(c["population"] or 0)), 2**31 - 1) for c in rows], np.int32),
        "country": np.array([country_index[str(c["countrycode"])] for c in rows], np.uint16),
        "admin1": np.array([admin_index.get(key, 0) for key in admin_keys], np.uint32),
        "name_offsets": offsets,
        "names": np.frombuffer(b"".join(names), np.uint8),
        "country_codes": np.array(codes),
        "country_names": np.array([country_names[code] for code in codes]),
        "admin1_names": np.array(["", *(divisions[key] for key in known)]),
    }


def verify(folder: Path) -> str:
    """Check four well-known places and the sizes; return what was checked. Raises ``ValueError``."""
    with np.load(folder / "places.npz", allow_pickle=False) as data:
        lat, lon, offsets, names = data["lat"], data["lon"], data["name_offsets"], data["names"].tobytes()
        codes, country = data["country_codes"], data["country"]
        admin1, admin1_names = data["admin1"], data["admin1_names"]
    if not (len(lat) > 200_000 and len(offsets) == len(lat) + 1 and int(offsets[-1]) == len(names)):
        raise ValueError(f"places table has the wrong shape: {len(lat)} rows, {len(offsets)} offsets")
    for name, y, x, code, division in KNOWN:
        distance = (lat - y) ** 2 + (lon - x) ** 2
        near = np.argsort(distance)[:5]
        found = [
            (names[offsets[i] : offsets[i + 1]].decode(), str(codes[country[i]]), str(admin1_names[admin1[i]]))
            for i in near
        ]
        if (name, code, division) not in found:
            raise ValueError(f"places table does not know {name}: nearest are {found}")
    return f"{len(lat)} places, {len(KNOWN)} checked by name"


KNOWN = (
    ("Lisbon", 38.7253, -9.1500, "PT", "Lisbon"),
    ("Sydney", -33.8678, 151.2073, "AU", "New South Wales"),
    ("Munich", 48.1374, 11.5755, "DE", "Bavaria"),
    ("San Francisco", 37.7749, -122.4194, "US", "California"),
)
