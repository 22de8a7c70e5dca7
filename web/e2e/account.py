"""A user who prepares things by the API, so that a walk can begin where it is about something."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from typing import Any

import httpx

from web.e2e.pictures import Upload

PASSWORD = "a walk in the quiet wood"


class Account:
    """Signed in from the start."""

    def __init__(self, url: str, username: str, password: str = PASSWORD) -> None:
        self.username, self.password = username, password
        self._http = httpx.Client(base_url=url, timeout=60, trust_env=False)
        self.get("/api/session")  # brings the CSRF cookie
        self.send("POST", "/api/session", json={"username": username, "password": password})

    def get(self, path: str) -> Any:
        answer = self._http.get(path)
        assert answer.is_success, answer.text
        return answer.json()

    def send(self, method: str, path: str, **content: Any) -> Any:
        """Raises when refused."""
        headers = {"X-CSRFToken": self._http.cookies["photonest_csrf"]}
        answer = self._http.request(method, path, headers=headers, **content)
        assert answer.is_success, f"{answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def add_user(self, username: str) -> None:
        """Only whoever looks after this PhotoNest may."""
        self.send("POST", "/api/users", json={"username": username, "password": PASSWORD})

    def upload(self, files: Sequence[Upload]) -> list[str]:
        """Ids, in the order of the files; returns when all are stored."""
        ids = []
        for file in files:
            query = {"filename": file["name"], "sha256": hashlib.sha256(file["buffer"]).hexdigest()}
            ids.append(str(self.send("PUT", "/api/uploads", params=query, content=file["buffer"])["asset_id"]))
        return ids

    def wait_until_settled(self, ids: Sequence[str], patience_s: float = 120.0) -> dict[str, str]:
        """States once nothing is being processed any more."""
        deadline = time.monotonic() + patience_s
        while True:
            states: dict[str, str] = self.send("POST", "/api/assets/states", json={"ids": list(ids)})["states"]
            if "processing" not in states.values():
                return states
            assert time.monotonic() < deadline, f"still processing after {patience_s:.0f} s: {states}"
            time.sleep(0.2)

    def timeline_segments(self) -> Iterator[Any]:
        """The columns of every segment, newest first."""
        index = self.get("/api/timeline")
        for segment in index["segments"]:
            yield self.get(f"/api/timeline/segments/{segment['key']}?v={index['version']}")

    def timeline_ids(self) -> list[str]:
        """Every photo of the timeline in its order."""
        return [str(asset) for columns in self.timeline_segments() for asset in columns["ids"]]

    def cookies(self) -> list[dict[str, str]]:
        """For a browser."""
        url = str(self._http.base_url)
        return [{"name": cookie.name, "value": cookie.value or "", "url": url} for cookie in self._http.cookies.jar]

    def close(self) -> None:
        self._http.close()
