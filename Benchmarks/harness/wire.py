"""Protobuf's encoding, as far as the messages need it that a benchmark writes and reads, in gRPC's framing."""

from collections.abc import Iterator

Value = int | str | bytes


def varint(number: int) -> bytes:
    octets = bytearray()
    while number > 127:
        octets.append(number & 127 | 128)
        number >>= 7
    octets.append(number)
    return bytes(octets)


def zigzag(number: int) -> int:
    """A sint32's or sint64's number on the wire."""
    return number << 1 if number >= 0 else (-number << 1) - 1


def field(number: int, value: Value) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    octets = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(octets)) + octets


def message(fields: dict[int, Value]) -> bytes:
    return b"".join(field(number, value) for number, value in fields.items())


def framed(octets: bytes) -> bytes:
    return b"\0" + len(octets).to_bytes(4, "big") + octets


def frames(octets: bytes) -> Iterator[bytes]:
    """The messages of a file of replies."""
    place = 0
    while place < len(octets):
        end = place + 5 + int.from_bytes(octets[place + 1 : place + 5], "big")
        yield octets[place + 5 : end]
        place = end


def first(octets: bytes, wanted: int) -> bytes:
    """The first field of that number, where it is one with a length; else nothing."""
    place = 0
    while place < len(octets):
        key, place = _read_varint(octets, place)
        size, place = _read_varint(octets, place)
        if key & 7 == 0:
            continue
        if key >> 3 == wanted:
            return octets[place : place + size]
        place += size
    return b""


def _read_varint(octets: bytes, place: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        octet = octets[place]
        place += 1
        number |= (octet & 127) << shift
        shift += 7
        if octet < 128:
            return number, place
