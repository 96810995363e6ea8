from datetime import UTC, datetime, timedelta, timezone

from ideahub.core.clock import to_wire


def test_moments_travel_in_utc_with_milliseconds_and_a_z() -> None:
    stockholm = timezone(timedelta(hours=2))
    assert to_wire(datetime(2026, 9, 1, 10, 0, 0, 123456, stockholm)) == "2026-09-01T08:00:00.123Z"
    assert to_wire(datetime(2026, 9, 1, tzinfo=UTC)) == "2026-09-01T00:00:00.000Z"
    assert to_wire(None) is None
