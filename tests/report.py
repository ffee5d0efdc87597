"""A pytest plugin: leaves what a run counted in the file that UNDERSTORY_REPORT names, for tests/run.py to sum."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest


@dataclass
class Report:
    passed: int = 0
    failed: int = 0
    # Why, and how many.
    skipped: dict[str, int] = field(default_factory=dict)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    stats = terminalreporter.stats
    report = Report(
        passed=len(stats.get("passed", [])) + len(stats.get("xfailed", [])),
        failed=len(stats.get("failed", [])) + len(stats.get("error", [])),
    )
    for skip in stats.get("skipped", []):
        reason = str(skip.longrepr[2]).removeprefix("Skipped: ")
        report.skipped[reason] = report.skipped.get(reason, 0) + 1
    Path(os.environ["UNDERSTORY_REPORT"]).write_text(json.dumps(asdict(report)), encoding="utf-8")
