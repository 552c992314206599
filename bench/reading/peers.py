"""Runs the peers, each in an environment of its own that this command makes once and keeps in var/peers."""

import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from bench.reading.cases import Case
from bench.reading.keywords import plain
from bench.reading.measures import Found

HERE = Path(__file__).parent
KEPT = HERE.parents[1] / "var" / "peers"
INSTALL_SECONDS, READ_SECONDS = 900, 600


class PeerError(Exception):
    """A peer can't take part; the message says in one line why."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool from the package index: pinned requirements, and the script that speaks JSON lines for it."""

    name: str
    requirements: tuple[str, ...]
    script: Path

    @property
    def label(self) -> str:
        """Name and version, as tables show it."""
        return self.requirements[0].replace("==", " ")


PEERS = (
    Peer("negspacy", ("negspacy==1.1.0", "spacy==3.8.18"), HERE / "peer_negspacy.py"),
    Peer("medspacy", ("medspacy==1.3.1", "spacy==3.7.5", "PyRuSH==1.0.13"), HERE / "peer_medspacy.py"),
)


def interpreter(peer: Peer) -> Path:
    """The peer's own Python, its environment made and filled on the first call. Raises PeerError."""
    folder = KEPT / peer.name
    python, done = folder / "bin" / "python", folder / "installed.txt"
    wanted = "\n".join((*peer.requirements, sys.version.split()[0]))
    if done.is_file() and done.read_text() == wanted:
        return python
    print(f"Installing {peer.label} into {folder.relative_to(KEPT.parents[1])} ...", file=sys.stderr)
    try:
        venv.create(folder, clear=True, with_pip=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run(
            [*command, *peer.requirements],
            check=True,
            capture_output=True,
            text=True,
            timeout=INSTALL_SECONDS,
        )
    except subprocess.CalledProcessError as error:
        said = [line for line in str(error.stderr).splitlines() if "ERROR" in line]
        raise PeerError(f"{peer.label} can't be installed: {(said or ['pip failed'])[-1][:200]}") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PeerError(f"{peer.label} can't be installed: {error.__class__.__name__}") from None
    done.write_text(wanted)
    return python


def read_all(peer: Peer, cases: list[Case], terms: dict[str, list[str]]) -> list[Found]:
    """What `peer` finds in each text with these terms. Raises PeerError."""
    lines = [json.dumps(terms), *(json.dumps({"id": case.id, "text": plain(case.text)}) for case in cases)]
    try:
        ran = subprocess.run(
            [str(interpreter(peer)), "-W", "ignore", str(peer.script)],
            input="\n".join(lines), capture_output=True, text=True, timeout=READ_SECONDS, check=True,
        )  # fmt: skip
    except subprocess.CalledProcessError as error:
        raise PeerError(
            f"{peer.label} failed: {(error.stderr.splitlines() or ['no message'])[-1][:200]}"
        ) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PeerError(f"{peer.label} failed: {error.__class__.__name__}") from None
    answers = {row["id"]: row for row in map(json.loads, ran.stdout.splitlines())}
    if answers.keys() != {case.id for case in cases}:
        raise PeerError(f"{peer.label} failed: it answered {len(answers)} of {len(cases)} texts")
    return [_found(answers[case.id]) for case in cases]


def _found(row: dict[str, list[str]]) -> Found:
    causes = frozenset(row["causes"])
    return Found(causes, frozenset(row["denied"]) - causes)
