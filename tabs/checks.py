"""Looks at what a script asks before it is used: anyone can send anything."""


class BadRequest(ValueError):
    """A request that no script of the page would send; the message says what is wrong with it."""
