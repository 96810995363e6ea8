"""One message to clients, prepared once as a complete WebSocket frame, so that the same bytes go to every socket."""

TEXT, FINAL = 0x1, 0x80


class Frame:
    """`text` is the message; `wire` is the same with its header, unmasked as a server sends it."""

    __slots__ = ("text", "wire")

    def __init__(self, text: str) -> None:
        self.text = text
        payload = text.encode()
        self.wire = _header(len(payload)) + payload


def _header(length: int) -> bytes:
    """RFC 6455, section 5.2: one final text frame."""
    first = FINAL | TEXT
    if length < 126:
        return bytes((first, length))
    if length < 1 << 16:
        return bytes((first, 126)) + length.to_bytes(2, "big")
    return bytes((first, 127)) + length.to_bytes(8, "big")
