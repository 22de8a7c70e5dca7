"""Simulated lives with a camera: who did what where and when, who photographed it, and what the files say of it.

No photo is made: every shot has a clock reading, perhaps a position, perhaps recognised people, a vector that stands
for the look of the picture, and tags. The truth (event and moment of every shot, true time, true clock errors) is
known exactly. Shutters are self-exciting (Hawkes): a photo makes the next one likelier for a while.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

DAY, HOUR, MINUTE = 86_400.0, 3600.0, 60.0
DIMENSIONS = 16


@dataclass(frozen=True)
class Setting:
    """How one simulated life differs from another."""

    seed: int
    months: float = 4.0
    cameras: tuple[int, int] = (1, 5)
    """Fewest and most cameras of a life."""
    density: float = 1.0
    """Photos per hour of an event, relative."""
    everyday_per_week: float = 4.0
    events_per_month: float = 2.5
    trips_per_year: float = 4.0
    phone_gps: float = 0.85
    """Share of a phone's photos with a position; cameras have none."""
    has_people: bool = True
    has_pictures: bool = True
    face_recall: float = 0.65
    picture_noise: float = 0.9
    clock_errors: float = 1.0
    """How large and frequent the clock errors of cameras are, relative."""
    pair_rate: float = 0.06
    """Share of photos with a near-duplicate from another camera, where there is one."""
    false_pairs: float = 0.1
    re_edits: float = 0.02
    stale_gps: float = 0.01
    """Share of photos whose position is that of the place before."""
    wrong_faces: float = 0.03


def training_settings(count: int) -> list[Setting]:
    """Settings that the weights are learned from."""
    return [_drawn(seed, held_out=False) for seed in range(count)]


def held_out_settings(count: int) -> list[Setting]:
    """Other seeds, and wider ranges than anything the weights were learned from."""
    return [_drawn(1_000_000 + seed, held_out=True) for seed in range(count)]


def _drawn(seed: int, *, held_out: bool) -> Setting:
    rng = np.random.default_rng(seed)
    low, high = (0.5, 2.2) if held_out else (0.7, 1.6)
    return Setting(
        seed=seed,
        months=float(rng.uniform(2, 6)),
        cameras=(1, 5) if held_out else (1, 4),
        density=float(np.exp(rng.uniform(np.log(low), np.log(high)))),
        everyday_per_week=float(rng.uniform(*((1, 9) if held_out else (2, 7)))),
        events_per_month=float(rng.uniform(1.5, 4)),
        trips_per_year=float(rng.uniform(2, 7)),
        phone_gps=float(rng.choice([0.0, 0.5, 0.85, 0.97] if held_out else [0.0, 0.7, 0.9])),
        has_people=bool(rng.random() < 0.6),
        has_pictures=bool(rng.random() < 0.85),
        face_recall=float(rng.uniform(0.4, 0.85)),
        picture_noise=float(rng.uniform(0.6, 1.5 if held_out else 1.2)),
        clock_errors=float(rng.uniform(0.5, 1.6)),
        pair_rate=float(rng.uniform(0.03, 0.12)),
        false_pairs=float(rng.uniform(0, 0.25 if held_out else 0.15)),
        re_edits=0.02,
        stale_gps=float(rng.choice([0.0, 0.01, 0.04] if held_out else [0.0, 0.01])),
        wrong_faces=float(rng.uniform(0, 0.08 if held_out else 0.05)),
    )


@dataclass
class Happening:
    """One event as it happened."""

    kind: str
    number: int
    place: tuple[float, float]
    moments: list[tuple[float, float, tuple[float, float], float]]
    """Start, length, place, photos an hour."""
    people: frozenset[int]
    look: np.ndarray

    @property
    def begin(self) -> float:
        return self.moments[0][0]

    @property
    def end(self) -> float:
        return self.moments[-1][0] + self.moments[-1][1]


@dataclass
class Life:
    """A timeline: a column a fact, in the order of the files (not of time)."""

    setting: Setting
    true_at: np.ndarray
    at: np.ndarray
    """What the clocks wrote."""
    latitude: np.ndarray
    longitude: np.ndarray
    people: list[frozenset[int]]
    picture: np.ndarray
    camera: list[str]
    event: np.ndarray
    moment: np.ndarray
    tags: list[dict[str, float]]
    pairs: list[tuple[int, int]]
    """Rows that look like near-duplicates from two cameras, some of them wrongly."""
    kind_of_event: dict[int, str]
    offsets: dict[str, float]
    """True seconds to add to each camera's clock."""
    home: tuple[float, float] = (0.0, 0.0)
    happenings: dict[int, Happening] = field(default_factory=dict)


TAGS: dict[str, tuple[tuple[str, float], ...]] = {
    # What the default model can be expected to say of such photos: name, share of photos that carry it.
    "birthday": (("candle", 0.12), ("cake", 0.15), ("balloon", 0.12), ("dining table", 0.2), ("wine glass", 0.12)),
    "wedding": (("gown", 0.35), ("groom", 0.3), ("suit", 0.2), ("bow tie", 0.1), ("wine glass", 0.1), ("church", 0.06)),
    "beach": (("seashore", 0.4), ("sandbar", 0.25), ("swimming trunks", 0.12), ("sunglasses", 0.1), ("bikini", 0.08)),
    "hike": (
        ("alp", 0.3), ("valley", 0.3), ("backpack", 0.15), ("mountain tent", 0.05), ("cliff", 0.1), ("lakeside", 0.1),
    ),
    "graduation": (("mortarboard", 0.3), ("academic gown", 0.35), ("suit", 0.1)),
    "concert": (("stage", 0.45), ("microphone", 0.2), ("electric guitar", 0.2), ("drum", 0.1), ("spotlight", 0.15)),
    "trip": (
        ("castle", 0.08), ("church", 0.08), ("palace", 0.06), ("monastery", 0.04), ("seashore", 0.06),
        ("street sign", 0.05), ("suspension bridge", 0.03), ("valley", 0.05),
    ),
    "party": (("wine glass", 0.25), ("dining table", 0.25), ("bottle", 0.2), ("restaurant", 0.1)),
    "everyday": (
        ("sofa", 0.1), ("cup", 0.1), ("cat", 0.1), ("dining table", 0.08), ("laptop", 0.06), ("park bench", 0.04),
    ),
}  # fmt: skip
NOISE_TAGS = (
    "seashore", "valley", "stage", "suit", "candle", "backpack", "church", "wine glass", "cup", "book", "gown",
    "microphone", "cake", "sunglasses", "alp", "bottle", "chair", "jersey", "web site", "bow tie",
)  # fmt: skip
KINDS = ("birthday", "wedding", "beach", "hike", "graduation", "concert", "party")
SHARES = (0.2, 0.07, 0.16, 0.2, 0.05, 0.12, 0.2)


def simulate(setting: Setting) -> Life:
    """One life with a camera, the same for the same setting."""
    world = _World(setting)
    return world.photographed(world.lived())


class _World:
    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.rng = np.random.default_rng(setting.seed)
        start = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(days=int(self.rng.integers(0, 3200)))
        self.begin = start.timestamp()
        self.end = self.begin + setting.months * 30 * DAY
        self.home = float(self.rng.uniform(-45, 60)), float(self.rng.uniform(-120, 140))
        self.household = int(self.rng.integers(1, 6))
        self.friends = int(self.rng.integers(4, 16))
        self.haunts = [self._near(self.home, 0.3, 12) for _ in range(int(self.rng.integers(3, 9)))]
        self.home_look = self._look()

    def _look(self) -> np.ndarray:
        return self.rng.normal(size=DIMENSIONS)

    def _near(self, place: tuple[float, float], low_km: float, high_km: float) -> tuple[float, float]:
        km, angle = np.exp(self.rng.uniform(np.log(low_km), np.log(high_km))), self.rng.uniform(0, 2 * np.pi)
        latitude = place[0] + km * np.cos(angle) / 111.2
        return latitude, place[1] + km * np.sin(angle) / (111.2 * np.cos(np.radians(place[0])))

    def _midnight(self, moment: float) -> float:
        return np.floor(moment / DAY) * DAY

    # --- what happens ---------------------------------------------------------------------------

    def lived(self) -> list[Happening]:
        """Everything that is photographed, in order, nothing at the same time as anything else."""
        rng, setting = self.rng, self.setting
        days = int((self.end - self.begin) / DAY)
        taken = np.zeros(days + 30, bool)
        plans: list[tuple[int, str, int]] = []
        for _ in range(rng.poisson(setting.trips_per_year * setting.months / 12)):
            length = int(rng.choice([2, 3, 4, 7, 10, 14], p=[0.25, 0.25, 0.15, 0.2, 0.1, 0.05]))
            day = int(rng.integers(0, max(days - length, 1)))
            if not taken[day : day + length + 1].any():
                taken[day : day + length + 1] = True
                plans.append((day, "trip", length))
        for _ in range(rng.poisson(setting.events_per_month * setting.months)):
            day = int(rng.integers(0, days))
            # Most things happen on weekends.
            day += (5 - (datetime.fromtimestamp(self.begin, UTC).weekday() + day)) % 7 if rng.random() < 0.6 else 0
            if day < days and not taken[day]:
                taken[day] = True
                kind = str(rng.choice(KINDS, p=np.array(SHARES) / sum(SHARES)))
                plans.append((day, kind, 1))
                if kind in {"hike", "beach", "graduation"} and rng.random() < 0.2:
                    plans.append((day, str(rng.choice(["party", "birthday", "concert"])), 1))  # the evening of that day
        happenings = []
        for day, kind, length in sorted(plans):
            one = self._trip(day, length) if kind == "trip" else self._outing(day, kind)
            # Half an hour at least lies between two things on one day.
            late = (
                max((h.moments[-1][0] + h.moments[-1][1] for h in happenings), default=0.0)
                + 0.5 * HOUR
                - one.moments[0][0]
            )
            if 0 < late < 4 * HOUR:
                one.moments = [(start + late, *rest) for start, *rest in one.moments]
            if late < 4 * HOUR:
                happenings.append(one)
        for day in range(days):
            if rng.random() < setting.everyday_per_week / 7:
                happenings += self._everyday(day, busy=[h for h in happenings if self._overlaps(h, day)])
        happenings.sort(key=lambda one: one.moments[0][0])
        for number, one in enumerate(happenings):
            one.number = number
        return happenings

    def _overlaps(self, one: Happening, day: int) -> bool:
        low = self.begin + day * DAY
        return one.moments[0][0] < low + 1.3 * DAY and one.moments[-1][0] + one.moments[-1][1] > low - 0.3 * DAY

    def _outing(self, day: int, kind: str) -> Happening:
        rng = self.rng
        midnight = self._midnight(self.begin) + day * DAY
        start, hours, parts, far = {
            "birthday": (rng.uniform(13, 19), rng.uniform(1.5, 5), (2, 5), (0.0, 8)),
            "wedding": (rng.uniform(10, 14), rng.uniform(7, 12), (5, 9), (3, 120)),
            "beach": (rng.uniform(9, 13), rng.uniform(2, 7), (2, 5), (8, 90)),
            "hike": (rng.uniform(8, 11), rng.uniform(3, 8), (3, 7), (10, 90)),
            "graduation": (rng.uniform(9, 14), rng.uniform(2, 5), (3, 5), (1, 40)),
            "concert": (rng.uniform(19, 20.5), rng.uniform(2, 4), (2, 4), (1, 30)),
            "party": (rng.uniform(17, 20), rng.uniform(2, 6), (2, 4), (0.0, 15)),
        }[kind]
        place = self.home if far[0] == 0 and rng.random() < 0.5 else self._near(self.home, max(far[0], 0.3), far[1])
        wander = {"hike": (0.5, 4.0), "wedding": (0.05, 6.0), "beach": (0.05, 1.0)}.get(kind, (0.01, 0.3))
        moments = self._moments(midnight + start * HOUR, hours, int(rng.integers(*parts)) + 1, place, wander)
        return Happening(kind, 0, place, moments, self._company(kind), self._look())

    def _moments(
        self, start: float, hours: float, parts: int, place: tuple[float, float], wander: tuple[float, float]
    ) -> list[tuple[float, float, tuple[float, float], float]]:
        """Parts of a happening: some photographed, with pauses between."""
        rng = self.rng
        shares = rng.dirichlet(np.full(2 * parts - 1, 1.6)) * hours * HOUR
        moments, clock, here = [], start, place
        for part in range(parts):
            length = max(shares[2 * part], 3 * MINUTE)
            moments.append((clock, length, here, float(np.exp(rng.normal(np.log(22), 0.5)))))
            if part < parts - 1:
                clock += length + max(shares[2 * part + 1], 12 * MINUTE)
                here = self._near(place, *wander) if rng.random() < 0.7 else here
        return moments

    def _trip(self, day: int, length: int) -> Happening:
        rng = self.rng
        far = float(np.exp(rng.uniform(np.log(80), np.log(4000))))
        base = self._near(self.home, far, far * 1.05)
        base = float(np.clip(base[0], -70, 70)), (base[1] + 180) % 360 - 180
        midnight = self._midnight(self.begin) + day * DAY
        moments = []
        for night in range(length):
            if night and rng.random() < 0.12:
                continue  # a day without photos
            if rng.random() < 0.15:
                base = self._near(base, 30, 150)
            first = rng.uniform(12, 17) if night == 0 else rng.uniform(8, 11)
            last = rng.uniform(11, 15) if night == length - 1 else rng.uniform(16, 22)
            hours = max(last - first, 1.5)
            parts = int(rng.integers(2, 6))
            moments += self._moments(midnight + (night * 24 + first) * HOUR, hours, parts, base, (0.3, 20))
        return Happening("trip", 0, base, moments, self._company("trip"), self._look())

    def _everyday(self, day: int, busy: list[Happening]) -> list[Happening]:
        """A few photos at home or at a haunt; a day at home with a walk between is three happenings."""
        rng = self.rng
        midnight = self._midnight(self.begin) + day * DAY
        found = []
        visits = [("home", rng.uniform(7.5, 11))] if rng.random() < 0.5 else []
        if rng.random() < 0.55:
            visits.append(("haunt", rng.uniform(12, 16)))
        if not visits or rng.random() < 0.3:
            visits.append(("home", rng.uniform(18, 22)))
        for where, hour in visits:
            place = self.home if where == "home" else self.haunts[int(rng.integers(len(self.haunts)))]
            start = midnight + hour * HOUR
            length = rng.uniform(3, 100) * MINUTE
            if any(one.begin < start + length + HOUR / 2 and start < one.end + HOUR / 2 for one in [*busy, *found]):
                continue
            look = self.home_look + 0.6 * self._look() if where == "home" else self._look()
            moments = [(start, length, place, float(np.exp(rng.normal(np.log(7), 0.7))))]
            found.append(Happening("everyday", 0, place, moments, self._company("everyday"), look))
        # Twice at home on one day with nothing between is one day at home.
        if len(found) == 2 and all(one.place == self.home for one in found):
            found[0].moments += found[1].moments
            found = found[:1]
        return found

    def _company(self, kind: str) -> frozenset[int]:
        rng = self.rng
        family = [who for who in range(self.household) if rng.random() < 0.85]
        many = {"birthday": 6, "wedding": 12, "party": 8, "graduation": 4, "hike": 2, "beach": 2, "trip": 1}.get(
            kind, 0
        )
        count = min(int(rng.poisson(many)), self.friends)
        others = 100 + rng.choice(self.friends, count, replace=False) if count else np.array([], int)
        return frozenset([*family, *others.tolist()])

    # --- who photographs it ---------------------------------------------------------------------

    def _cameras(self) -> list[tuple[str, bool, float, float]]:
        """Name, is a phone, seconds to add to its clock, chance of being there."""
        rng, setting = self.rng, self.setting
        count = int(rng.integers(setting.cameras[0], setting.cameras[1] + 1))
        cameras = []
        for number in range(count):
            is_phone = number == 0 or rng.random() < 0.5
            offset = 0.0
            if not is_phone and rng.random() < min(0.85 * setting.clock_errors, 0.95):
                drift = rng.normal(0, 150 * setting.clock_errors)
                jump = rng.choice(
                    [0, 3600, -3600, 7200, -7200, 21_600, 43_200], p=[0.45, 0.17, 0.17, 0.06, 0.06, 0.05, 0.04]
                )
                offset = float(np.round(drift + jump))
            cameras.append(
                (f"{'phone' if is_phone else 'camera'} {number}", is_phone, offset, 1.0 if not number else 0.6)
            )
        return cameras

    def _hawkes(self, length: float, rate_per_hour: float) -> np.ndarray:
        """Times of a self-exciting process within `length` seconds (cluster form)."""
        rng = self.rng
        times = list(rng.uniform(0, length, max(1, rng.poisson(0.45 * rate_per_hour * length / HOUR))))
        waiting = list(times)
        while waiting and len(times) < 600:
            parent = waiting.pop()
            for _ in range(rng.poisson(0.55)):
                child = parent + rng.exponential(25.0)
                if child <= length:
                    times.append(child)
                    waiting.append(child)
        return np.sort(np.asarray(times))

    def photographed(self, happenings: list[Happening]) -> Life:
        rng, setting = self.rng, self.setting
        cameras = self._cameras()
        rows: list[dict[str, Any]] = []
        moment_number, last_place = 0, self.home
        for one in happenings:
            says = self._says(one.kind)
            there = [camera for camera in cameras if rng.random() < camera[3]] or cameras[:1]
            if one.kind == "everyday":
                there = [cameras[0] if rng.random() < 0.8 else there[int(rng.integers(len(there)))]]
            for start, length, place, rate in one.moments:
                look = one.look + 0.7 * self._look()
                for name, is_phone, offset, _ in there:
                    for moment in self._hawkes(length, rate * setting.density / (1 + 0.5 * (len(there) - 1))):
                        here = self._near(place, 0.003, 0.15)
                        has_gps = is_phone and rng.random() < setting.phone_gps
                        if rng.random() < setting.stale_gps:
                            here = last_place  # the phone still tells where it was before
                        seen = frozenset(who for who in one.people if rng.random() < setting.face_recall * 0.35)
                        if rng.random() < setting.wrong_faces:
                            seen |= {int(rng.integers(0, self.household))}
                        rows.append({
                            "true": start + moment, "at": np.round(start + moment - offset), "camera": name,
                            "place": here if has_gps else (np.nan, np.nan),
                            "people": seen if setting.has_people and rng.random() < 0.6 else frozenset(),
                            "picture": self._picture(look, setting.picture_noise),
                            "event": one.number, "moment": moment_number, "tags": self._tags(says),
                        })  # fmt: skip
                moment_number, last_place = moment_number + 1, place
        rows = self._re_edited(rows)
        order = rng.permutation(len(rows))
        rows = [rows[index] for index in order]
        return Life(
            setting=setting,
            true_at=np.array([row["true"] for row in rows]),
            at=np.array([row["at"] for row in rows]),
            latitude=np.array([row["place"][0] for row in rows]),
            longitude=np.array([row["place"][1] for row in rows]),
            people=[row["people"] for row in rows],
            picture=np.array([row["picture"] for row in rows], np.float32),
            camera=[row["camera"] for row in rows],
            event=np.array([row["event"] for row in rows]),
            moment=np.array([row["moment"] for row in rows]),
            tags=[row["tags"] for row in rows],
            pairs=self._pairs(rows),
            kind_of_event={one.number: one.kind for one in happenings},
            offsets={name: offset for name, _, offset, _ in cameras},
            home=self.home,
            happenings={one.number: one for one in happenings},
        )

    def _picture(self, look: np.ndarray, noise: float) -> np.ndarray:
        return look + noise * self._look() if self.setting.has_pictures else np.zeros(DIMENSIONS)

    def _says(self, kind: str) -> list[tuple[str, float]]:
        """What the model says of one event: much, little, and sometimes what belongs to another kind."""
        rng = self.rng
        clear = min(float(np.exp(rng.normal(-0.35, 0.7))), 1.6)
        said = [(name, min(share * clear, 0.9)) for name, share in TAGS[kind]]
        if rng.random() < 0.12:
            other = str(rng.choice([one for one in TAGS if one != kind]))
            name, share = TAGS[other][int(rng.integers(len(TAGS[other])))]
            said.append((name, share * float(rng.uniform(0.2, 0.9))))
        return said

    def _tags(self, says: list[tuple[str, float]]) -> dict[str, float]:
        rng = self.rng
        tags = {name: float(rng.uniform(0.35, 0.95)) for name, share in says if rng.random() < share}
        if rng.random() < 0.3:
            tags.setdefault(str(rng.choice(NOISE_TAGS)), float(rng.uniform(0.3, 0.7)))
        return tags

    def _re_edited(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Edited copies keep the time of the original to the second, and look much like it."""
        rng = self.rng
        copies = [
            row | {"picture": self._picture(row["picture"], 0.1)}
            for row in rows
            if rng.random() < self.setting.re_edits
        ]
        return rows + copies

    def _pairs(self, rows: list[dict[str, Any]]) -> list[tuple[int, int]]:
        """Near-duplicates across cameras: mostly the same seconds, sometimes another day altogether."""
        rng, setting = self.rng, self.setting
        order = sorted(range(len(rows)), key=lambda row: rows[row]["true"])
        pairs = []
        for place, row in enumerate(order):
            if rng.random() >= setting.pair_rate:
                continue
            if rng.random() < setting.false_pairs:
                other = order[int(rng.integers(len(order)))]
                if rows[other]["camera"] != rows[row]["camera"]:
                    pairs.append((row, other))
                continue
            for other in order[place + 1 : place + 12]:
                if rows[other]["camera"] != rows[row]["camera"] and rows[other]["true"] - rows[row]["true"] < 40:
                    pairs.append((row, other))
                    break
        return pairs
