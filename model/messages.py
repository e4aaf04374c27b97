"""A text for a visitor that can be said in their language: an English key, and the values in it."""

from typing import Any, TypeAlias

Value: TypeAlias = "int | float | str | Message"


class Message(str):
    """English text that remembers what it was made of; wherever a text is expected, it is one.

    Args:
        key: English, with `{}` for each value.
        values: numbers, names, or further messages. Floats are written with about four digits in English;
            the browser writes all numbers as the visitor's language does.

    Example:
        >>> said = Message("{} of {} filters", 3, 16)
        >>> said, said.key, said.values
        ('3 of 16 filters', '{} of {} filters', (3, 16))
    """

    key: str
    values: tuple[Value, ...]

    def __new__(cls, key: str, *values: Value) -> "Message":
        message = super().__new__(cls, key.format(*map(_written, values)))
        message.key, message.values = key, values
        return message

    def as_json(self) -> dict[str, Any]:
        """Return {"key", "values"} with plain values."""
        return {"key": self.key, "values": [_plain(value) for value in self.values]}


def percent(share: float, decimals: int = 0) -> Message:
    """Return a network's belief in [0, 1] as a value of a message: "98 %"."""
    message = str.__new__(Message, f"{100 * share:.{decimals}f} %")
    message.key, message.values = "percent", (share, decimals)
    return message


def sentence(error: Exception) -> Message:
    """Return an error's message as a sentence: a capital letter first, a full stop last."""
    message = error.args[0] if error.args else ""
    key, values = (message.key, message.values) if isinstance(message, Message) else (str(message), ())
    if not values:
        key = key.replace("{", "{{").replace("}", "}}")
    return Message(key[:1].upper() + key[1:].rstrip(".") + ".", *values)


def _written(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:,.4g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _plain(value: Value) -> object:
    return value.as_json() if isinstance(value, Message) else value
