"""Nothing that was held is lost, and nothing is there twice, however often kiosk and server are killed.

KILLS says how many kiosks are killed (20), SEED which ones: a failure names both.
"""

import os
import random
import threading

import messages as pb
from client import Client
from kiosk import Killed, Kiosk

KILLS = int(os.environ.get("KILLS", "20"))
SEED = int(os.environ.get("SEED", random.randrange(1 << 32)))

# Things that a kiosk does to files and sockets in one life below, roughly: some lives end before they are killed.
LIFE = 170
def assert_each_is_there_once(town):
    """Every submission that was told to the kiosk has one code, one request, and its own file."""
    assert sorted(town.codes) == sorted(town.sizes), "a submission is lost"
    assert len(set(town.codes.values())) == len(town.sizes), "two submissions share a code"
    with Client(town.server) as citizen:
        for number, code in town.codes.items():
            found = citizen.requests.Track(pb.TrackRequest(tracking_code=code, secret=town.secrets[code])).details
            [event] = citizen.requests.History(
                pb.HistoryRequest(tracking_code=code, secret=town.secrets[code])).events
            assert event.note == f"number {number}"
            assert [file.size for file in found.attachments] == ([town.sizes[number]] if town.sizes[number] else [])
    assert town.server.stop() == 0
    assert town.folder.check() == len(town.sizes), "a submission is there twice"
    town.server = town.folder.serve()


def test_no_kill_loses_a_submission_or_makes_it_twice(town):
    print(f"SEED={SEED} KILLS={KILLS}")
    chance = random.Random(SEED)
    killed = server_killed = lives = 0
    while killed < KILLS:
        lives += 1
        kiosk = Kiosk(town.outbox, town.server, kill_at=chance.randrange(1, LIFE), behind=chance.random() < 0.5)
        killer = threading.Timer(chance.uniform(0, 0.08), town.server.kill)
        takes_server = chance.random() < 0.35
        if takes_server:
            killer.start()
        try:
            town.live(kiosk, chance)
        except Killed:
            killed += 1
        kiosk.bury()
        if takes_server:
            killer.join()
            town.server = town.folder.serve()
            server_killed += 1
    town.drain()
    assert_each_is_there_once(town)
    print(f"{lives} lives, {killed} kiosks and {server_killed} servers killed; {len(town.sizes)} submissions, "
          f"{sum(size > 0 for size in town.sizes.values())} with a file; {town.told_twice} were told twice")
