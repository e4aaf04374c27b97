"""The rate limiter forgets who was silent for longest, and does not grow."""

from serving.rate_limiter import REMEMBERED, RateLimiter


def test_limiter_does_not_grow_without_end():
    limiter = RateLimiter()
    for visitor in range(REMEMBERED + 500):
        limiter.take(str(visitor))
    assert len(limiter._levels) == REMEMBERED


def test_a_full_limiter_forgets_who_was_silent_for_longest():
    limiter = RateLimiter(rate=0.001, burst=1, clock=lambda: 0.0)
    limiter.take("first")
    limiter.take("second")
    for visitor in range(REMEMBERED - 2):
        limiter.take(str(visitor))
    assert not limiter.take("first")  # still remembered, and now the one heard of last
    limiter.take("one more")
    assert limiter.take("second")  # forgotten: begins anew
    assert not limiter.take("first")
