"""Twenty processes get SIGKILL in the middle of a sale; nothing is lost, charged twice or oversold."""

from pathlib import Path

from bench.faults import run


def test_after_twenty_kills_and_reconciliation_everything_agrees(tmp_path: Path) -> None:
    done = run(kills=20, seed=7, folder=tmp_path)

    assert (done.lost, done.doubled, done.oversold, done.faults) == (0, 0, 0, [])
    assert done.kills >= 20
    assert len(done.by_point) >= 4
