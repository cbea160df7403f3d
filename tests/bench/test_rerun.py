"""The benchmark's re-run can be interrupted: it goes on and comes to the same totals."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import rerun as module
from bench.rerun import EVERY, Register, Rerun, lines, rerun

WANTED = 60


@pytest.fixture(scope="module")
def register() -> Register:
    return Register()


def totals(run: Rerun) -> tuple[object, ...]:
    return run.done, run.times, run.findings, run.findings_after


def test_an_interrupted_run_goes_on_to_the_same_totals(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = rerun(Rerun(WANTED), register, tmp_path / "whole.json")
    monkeypatch.setattr(module, "EVERY", 10)
    checkpoint, real, asked = tmp_path / "x" / "part.json", module.document, []

    def interrupted(number: int) -> object:
        asked.append(number)
        if number == 37:
            raise KeyboardInterrupt
        return real(number)

    monkeypatch.setattr(module, "document", interrupted)
    with pytest.raises(KeyboardInterrupt):
        rerun(Rerun.resumed(checkpoint, WANTED), register, checkpoint)
    monkeypatch.setattr(module, "document", real)
    again = Rerun.resumed(checkpoint, WANTED)
    assert again.done == 30
    assert totals(rerun(again, register, checkpoint)) == totals(whole)
    assert whole.findings_after != whole.findings


def test_a_checkpoint_of_another_run_or_none_is_left_aside(tmp_path: Path) -> None:
    checkpoint = tmp_path / "run.json"
    assert Rerun.resumed(checkpoint, WANTED).done == 0
    Rerun(WANTED, done=5).save(checkpoint)
    assert Rerun.resumed(checkpoint, WANTED).done == 5
    assert Rerun.resumed(checkpoint, WANTED + 1).done == 0
    checkpoint.write_text("{")
    assert Rerun.resumed(checkpoint, WANTED).done == 0


def test_the_table_has_a_row_for_every_register_that_a_rule_reads(
    register: Register, tmp_path: Path
) -> None:
    run = rerun(Rerun(WANTED), register, tmp_path / "run.json")
    told = " ".join(line.name for line in lines(run, register))
    assert EVERY > WANTED
    assert [name for name in register.readers if name not in told] == []
