"""Every attack, in the order of the table in docs/security.md."""

from attacks import floods, headers, messages, resets, slow, streams, tls

ALL = [
    *resets.ATTACKS, *headers.ATTACKS, *floods.ATTACKS, *messages.ATTACKS, *streams.ATTACKS, *tls.ATTACKS,
    *slow.ATTACKS]
