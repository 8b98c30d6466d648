"""Registers that run here and answer in the documented shapes, and a clock that takes no time."""

import json
import threading
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest

from claimcheck.online.client import LIMITS, Client, Clock, Server

NOON = 1_790_000_000.0  # 2026-09-21, in seconds since 1970


@dataclass
class Registers:
    """A server for all three registers: what it answers under each path, and what it was asked."""

    address: str = ""
    answers: dict = field(default_factory=dict)  # path -> (status, headers, body), or a list of them for each time
    seen: list = field(default_factory=list)
    raw: list = field(default_factory=list)  # as sent
    agents: list = field(default_factory=list)

    def give(self, path, body, status=200, **headers):
        """Answer under a path."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answers.setdefault(path, []).append((status, headers, data))

    @property
    def services(self):
        """The options that point each register here."""
        return [f"{name}={self.address}/{name}" for name in ("crossref", "europepmc", "trials")]

    def take(self, path):
        """Return the next answer under a path; the last one stays."""
        answers = self.answers.get(path, [(404, {}, b"Resource not found.")])
        return answers.pop(0) if len(answers) > 1 else answers[0]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        registers = self.server.registers
        path = unquote(self.path.partition("&")[0])
        registers.seen.append(path)
        registers.raw.append(self.path)
        registers.agents.append(self.headers["User-Agent"])
        self.close_connection = True
        status, headers, body = registers.take(path)
        if status == "silence":
            self.server.silent.wait(5)
            return
        with suppress(OSError):  # the client has hung up, as it should
            self.send_response(status)
            for name, value in {"Content_Length": str(len(body)), **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def registers():
    """Run the registers, with nothing in them yet."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.silent = threading.Event()
        server.registers = Registers(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server.registers
        server.silent.set()
        server.shutdown()
        thread.join()


@dataclass
class FakeTime:
    """A time that passes by sleeping only."""

    at: float = NOON
    slept: list = field(default_factory=list)

    def sleep(self, seconds):
        self.slept.append(round(seconds, 2))
        self.at += seconds

    @property
    def clock(self):
        return Clock(now=lambda: self.at, ticks=lambda: self.at, sleep=self.sleep)


@pytest.fixture
def fake_time():
    """A clock that takes no time."""
    return FakeTime()


@pytest.fixture
def client(registers, fake_time):
    """Ask the registers that run here, without a cache."""
    servers = {
        name: Server(f"{registers.address}/{name}", interval=0.0, trusted=True)
        for name in ("crossref", "europepmc", "trials")
    }
    return Client(servers, "claimcheck/test", fake_time.clock, limits=replace(LIMITS, seconds=3.0))


def crossref(title, **fields):
    """Return a work as Crossref answers it."""
    return {"status": "ok", "message-type": "work", "message": {"title": [title], "type": "journal-article", **fields}}


def europepmc(*rows):
    """Return a result as Europe PMC answers it."""
    return {"version": "6.9", "hitCount": len(rows), "resultList": {"result": list(rows)}}


def trial(number, title, **fields):
    """Return a registered study as ClinicalTrials.gov answers it."""
    status = {"overallStatus": "COMPLETED", "startDateStruct": {"date": "2014-05-02"}}
    design = {
        "studyType": "INTERVENTIONAL",
        "phases": ["PHASE1", "PHASE2"],
        "enrollmentInfo": {"count": 10, "type": "ACTUAL"},
    }
    return {
        "protocolSection": {
            "identificationModule": {"nctId": number, "briefTitle": title},
            "statusModule": {**status, **fields.pop("status", {})},
            "designModule": {**design, **fields.pop("design", {})},
        },
        "hasResults": False,
    }


ROW = {
    "id": "10000001",
    "source": "MED",
    "pmid": "10000001",
    "pmcid": "PMC1000001",
    "doi": "10.5555/one",
    "title": "Cells for the injured spinal cord: a trial in ten people.",
    "journalInfo": {"journal": {"title": "Journal of Example Medicine", "isoabbreviation": "J Example Med"}},
    "pubYear": "2019",
    "pubTypeList": {"pubType": ["Clinical Trial, Phase I", "Journal Article"]},
}


@pytest.fixture
def shapes():
    """What builds answers of each register."""
    return {"crossref": crossref, "europepmc": europepmc, "trial": trial, "row": ROW}
