"""The demonstration's clock goes forward only, and a restart keeps it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from app.clock import DemoClock, SystemClock

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def test_the_real_clock_is_real() -> None:
    with time_machine.travel(NOW, tick=False):
        assert SystemClock().now() == NOW


def test_it_starts_at_the_real_time(tmp_path: Path) -> None:
    with time_machine.travel(NOW, tick=False):
        assert DemoClock(tmp_path).now() == NOW
    assert list(tmp_path.iterdir()) == []


def test_it_goes_on_from_where_it_was_put(tmp_path: Path) -> None:
    with time_machine.travel(NOW, tick=False) as real:
        clock = DemoClock(tmp_path)
        clock.advance(NOW + timedelta(days=20))
        real.shift(timedelta(hours=2))
        assert clock.now() == NOW + timedelta(days=20, hours=2)
        assert DemoClock(tmp_path).now() == clock.now()


def test_it_never_goes_back(tmp_path: Path) -> None:
    with time_machine.travel(NOW, tick=False):
        clock = DemoClock(tmp_path)
        clock.advance(NOW + timedelta(days=20))
        clock.advance(NOW + timedelta(days=3))
        assert clock.now() == NOW + timedelta(days=20)


def test_a_clock_that_cannot_be_kept_stays(tmp_path: Path) -> None:
    with time_machine.travel(NOW, tick=False):
        clock = DemoClock(tmp_path)
        (tmp_path / "clock.new").mkdir()
        with pytest.raises(IsADirectoryError):
            clock.advance(NOW + timedelta(days=1))
        assert clock.now() == NOW


def test_a_file_without_a_number_is_refused(tmp_path: Path) -> None:
    (tmp_path / "clock").write_text("soon", encoding="ascii")
    with pytest.raises(ValueError, match="float"):
        DemoClock(tmp_path)
