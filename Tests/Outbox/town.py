"""A kiosk that is killed, a server that is killed, and the citizens who want to know what became of it all."""

import files
from kiosk import Kiosk
from server import DataFolder

# How often the scan of the photograph that goes with a submission is repeated; 0: no photograph. Long ones take several
# messages.
SCANS = [0, 0, 0, 0, 0, 0, 500, 50_000]


def photograph(number, scans):
    """A JPEG that no other submission has, without anything that the counter takes out."""
    head, _, tail = files.PICTURE.partition(b"\x12\xff\x00\x34")
    scan = bytes([0x12 + number % 200, 0x10 + number // 200, 0, 0x34])
    return b"\xff\xd8" + head + scan * scans + tail[-2:]


class Town:
    """A kiosk's outbox, a server, and what the citizens were told."""

    def __init__(self, path):
        self.folder = DataFolder(path / "counter")
        self.server = self.folder.serve()
        self.folder.set(listen_port=self.server.port)  # it comes back where it was
        self.outbox = path / "kiosk"
        self.outbox.mkdir()
        self.photos = {}  # number -> path and size of its photograph or None, of all that was ever to be held
        self.unanswered = []  # numbers that were told and not answered: a citizen stands there and tries again
        self.slips = {}  # number -> slip
        self.codes = {}  # number -> tracking code
        self.secrets = {}
        self.told_twice = 0

    def next_numbers(self, chance):
        again, self.unanswered = self.unanswered, []
        new = range(len(self.photos) + 1, len(self.photos) + 1 + chance.randrange(1, 4))
        for number in new:
            self.photos[number] = self._take_photo(number, chance.choice(SCANS))
        return [*again, *new]

    def _take_photo(self, number, scans):
        if not scans:
            return None
        path = self.outbox / f"{number}.jpg"
        return path, path.write_bytes(photograph(number, scans))

    def live(self, kiosk, chance):
        """Holds, sends and collects, until it is done or dead."""
        waiting = self.next_numbers(chance)
        try:
            while waiting:
                self._hold(kiosk, waiting[0])
                waiting.pop(0)
            kiosk.ask("send 3000")
            self.collect(kiosk)
        finally:
            self.unanswered = waiting

    def _hold(self, kiosk, number):
        photo = self.photos[number]
        [answer] = kiosk.ask(f"hold {number} {photo[0] if photo else '-'}")
        word, told, slip = answer.split()
        assert (word, int(told)) == ("held", number), answer
        assert self.slips.setdefault(number, slip) == slip, "one submission has two slips"

    def collect(self, kiosk):
        answer = kiosk.tell("collect")
        for line in answer:
            assert line.startswith("ACCEPTED "), [line, *answer]
            _, _, number, code, secret = line.split()
            self.told_twice += int(number) in self.codes
            assert self.codes.setdefault(int(number), code) == code, "one submission has two codes"
            self.secrets[code] = secret

    def kill_server(self):
        self.server.kill()
        self.server = self.folder.serve()

    def drain(self):
        """Lets a kiosk live until nothing is left."""
        while True:
            kiosk = Kiosk(self.outbox, self.server)
            for number in self.unanswered:
                self._hold(kiosk, number)
            self.unanswered = []
            said = kiosk.ask("send 20000")
            self.collect(kiosk)
            kiosk.end()
            if "left=0" in said[-1]:
                return

    def close(self):
        self.server.kill()
