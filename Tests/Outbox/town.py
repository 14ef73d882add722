"""A kiosk that is killed, a server that is killed, and the citizens who want to know what became of it all."""

from kiosk import Kiosk
from server import DataFolder

# Of the file that goes with a submission; 0: none. The large ones take several messages.
FILE_SIZES = [0]


class Town:
    """A kiosk's outbox, a server, and what the citizens were told."""

    def __init__(self, path):
        self.folder = DataFolder(path / "counter")
        self.server = self.folder.serve()
        self.folder.set(listen_port=self.server.port)  # it comes back where it was
        self.outbox = path / "kiosk"
        self.outbox.mkdir()
        self.sizes = {}  # number -> size of its file, of all that the kiosk was ever told to hold
        self.unanswered = []  # numbers that were told and not answered: a citizen stands there and tries again
        self.slips = {}  # number -> slip
        self.codes = {}  # number -> tracking code
        self.secrets = {}
        self.told_twice = 0

    def next_numbers(self, chance):
        again, self.unanswered = self.unanswered, []
        new = range(len(self.sizes) + 1, len(self.sizes) + 1 + chance.randrange(1, 4))
        for number in new:
            self.sizes[number] = chance.choice(FILE_SIZES)
        return [*again, *new]

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
        [answer] = kiosk.ask(f"hold {number} {self.sizes[number]}")
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
