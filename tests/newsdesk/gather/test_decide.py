"""When a feed is checked again and when somebody is told: pure functions of values."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.gather.decide import Failed, Found, Pace, after_check, next_try, put_off, should_tell
from newsdesk.ingest.caching import Validators
from newsdesk.model import Entry, EntryId, Feed, FeedId, NewEntry

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
FEED = Feed(FeedId(7), "https://news.example/feed", interval_s=1800, changed_at=NOW - timedelta(hours=8))
PACE = Pace(min_s=600)
BROKEN = Failed("The server answered with status 500.")


def wait_s(feed, now=NOW):
    return (feed.next_check_at - now).total_seconds()


def follow(feed, minutes, *, hours):
    """Check a feed whenever it is due while it changes every so many minutes; when it was checked."""
    now, changes, checks = NOW, NOW, []
    while now < NOW + timedelta(hours=hours):
        changed = now >= changes
        while changes <= now:
            changes += timedelta(minutes=minutes)
        feed = after_check(feed, Found(changed=changed), now, PACE)
        checks.append(now)
        now = feed.next_check_at
    return feed, checks


def test_a_new_feed_is_checked_again_as_soon_as_allowed():
    new = replace(FEED, changed_at=None)
    assert 600 <= wait_s(after_check(new, Found(changed=True), NOW, PACE)) <= 660


def test_a_feed_that_changes_often_is_checked_as_often_as_allowed():
    feed, _ = follow(replace(FEED, interval_s=86_400), 10, hours=60)
    assert feed.interval_s == 600


def test_a_feed_that_changes_daily_is_checked_a_few_times_a_day():
    feed, checks = follow(FEED, 24 * 60, hours=24 * 14)
    assert 3600 < feed.interval_s <= 6 * 3600
    assert 14 * 4 <= len(checks) <= 14 * 12


def test_a_feed_that_never_changes_is_checked_once_a_day_in_the_end():
    feed, _ = follow(FEED, 60 * 24 * 365, hours=24 * 30)
    assert feed.interval_s == 86_400


def test_a_feed_that_wakes_up_is_followed_closely_within_three_changes():
    feed = replace(FEED, interval_s=86_400, changed_at=NOW - timedelta(days=20))
    for hour in range(4):
        feed = after_check(feed, Found(changed=True), NOW + timedelta(hours=hour), PACE)
    assert feed.interval_s <= 900


@given(
    st.integers(1, 10**9),
    st.integers(0, 10**7),
    st.integers(0, 40),
    st.one_of(
        st.builds(Found, changed=st.booleans(), fresh_for_s=st.floats(0, 1e9)),
        st.builds(Failed, reason=st.just("No."), wait_s=st.floats(0, 1e9)),
    ),
)
def test_the_next_check_is_never_sooner_than_set_nor_later_than_a_day(number, interval, failures, outcome):
    feed = replace(FEED, id=FeedId(number), interval_s=interval, failures=failures)
    assert 600 <= wait_s(after_check(feed, outcome, NOW, PACE)) <= 86_400


def test_feeds_added_together_spread_out_the_same_way_each_time():
    waits = [
        wait_s(after_check(replace(FEED, id=FeedId(n)), Found(changed=True), NOW, PACE)) for n in range(50)
    ]
    assert len(set(waits)) > 30
    assert all(900 <= w <= 990 for w in waits)
    assert waits == [
        wait_s(after_check(replace(FEED, id=FeedId(n)), Found(changed=True), NOW, PACE)) for n in range(50)
    ]


def test_cache_control_puts_the_next_check_off():
    assert wait_s(after_check(FEED, Found(changed=True, fresh_for_s=7200), NOW, PACE)) >= 7200


def test_what_a_check_found_is_kept_and_not_modified_keeps_the_validators():
    found = Found(
        changed=True, title="News", site_url="https://news.example/", validators=Validators('"a"', "Mon"),
        moved_to="https://news.example/new",
    )  # fmt: skip
    feed = after_check(FEED, found, NOW, PACE)
    assert (feed.title, feed.url, feed.etag, feed.last_modified) == (
        "News", "https://news.example/new", '"a"', "Mon",
    )  # fmt: skip
    again = after_check(feed, Found(changed=False), NOW + timedelta(hours=1), PACE)
    assert (again.etag, again.last_modified, again.changed_at) == ('"a"', "Mon", NOW)
    without = after_check(again, Found(changed=True, validators=Validators()), NOW, PACE)
    assert (without.etag, without.last_modified) == ("", "")


def test_a_title_that_somebody_gave_stays():
    assert after_check(replace(FEED, title="Mine"), Found(changed=True, title="Theirs"), NOW).title == "Mine"


def test_a_failing_feed_is_asked_half_as_often_after_each_failure():
    feed, waits = replace(FEED, id=FeedId(1)), []
    for _ in range(10):
        feed = after_check(feed, BROKEN, NOW, PACE)
        waits.append(wait_s(feed))
    assert waits[0] < 700
    assert all(b == pytest.approx(2 * a) for a, b in pairwise(waits[:7]))
    assert waits[-1] == 86_400
    assert (feed.failures, feed.failing_since_at, feed.error) == (10, NOW, BROKEN.reason)


def test_retry_after_goes_before_the_back_off():
    assert wait_s(after_check(FEED, Failed("Slow down.", wait_s=7200), NOW, PACE)) >= 7200


def test_subscribers_hear_of_a_failing_feed_once_and_again_only_when_it_breaks_anew():
    feed, now, told = FEED, NOW, []
    for check in range(12):
        feed = after_check(feed, BROKEN, now, PACE)
        if should_tell(feed, now, PACE):
            told.append(check)
            feed = replace(feed, told_at=now)
        now = feed.next_check_at
    assert told == [4]
    feed = after_check(feed, Found(changed=False), now, PACE)
    assert (feed.failures, feed.failing_since_at, feed.error, feed.told_at) == (0, None, "", None)
    for _ in range(5):
        feed = after_check(feed, BROKEN, now, PACE)
    assert should_tell(feed, now, PACE)


def test_a_feed_that_has_failed_for_a_day_is_told_of_although_it_was_asked_twice():
    feed = after_check(after_check(FEED, BROKEN, NOW), BROKEN, NOW + timedelta(hours=24))
    assert should_tell(feed, NOW + timedelta(hours=24))
    assert not should_tell(after_check(FEED, BROKEN, NOW), NOW)


def test_while_we_are_offline_nobody_is_told_for_a_week():
    feed = replace(FEED, failures=40, failing_since_at=NOW)
    assert not should_tell(feed, NOW + timedelta(days=6), offline=True)
    assert should_tell(feed, NOW + timedelta(days=6))
    assert should_tell(feed, NOW + timedelta(days=7), offline=True)


def test_a_feed_that_is_gone_is_never_due_again_and_told_of_at_once():
    feed = after_check(FEED, Failed("The server answered with status 410.", gone=True), NOW)
    assert feed.next_check_at is None
    assert should_tell(feed, NOW)


def test_a_feed_that_was_not_asked_has_not_failed():
    later = put_off(FEED, NOW, 7200, PACE)
    assert 7200 <= wait_s(later) <= 7920
    assert replace(later, next_check_at=None) == replace(FEED, next_check_at=None)


def test_a_page_is_tried_five_times_within_a_day():
    content, now, tries = NewEntry("k", "f"), NOW, 0
    while True:
        tries += 1
        later = next_try(Entry(EntryId(1), FeedId(1), content, NOW, attempts=tries - 1), now)
        if later is None:
            break
        assert later > now
        now = later
    assert tries == 5
    assert timedelta(hours=12) < now - NOW < timedelta(hours=24)


def test_while_not_one_host_answers_an_entry_waits_for_a_week_and_not_for_ever():
    entry = Entry(EntryId(1), FeedId(1), NewEntry("k", "f"), NOW, attempts=9)
    assert next_try(entry, NOW + timedelta(days=6), offline=True) == NOW + timedelta(days=6, hours=1)
    assert next_try(entry, NOW + timedelta(days=7), offline=True) is None
    assert next_try(entry, NOW + timedelta(days=6)) is None


def test_a_page_is_not_tried_before_its_host_allows():
    entry = Entry(EntryId(1), FeedId(1), NewEntry("k", "f"), NOW)
    assert next_try(entry, NOW, wait_s=7200) == NOW + timedelta(seconds=7200)
