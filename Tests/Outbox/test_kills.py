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

# Among the things that a kiosk does to files and sockets in one life, the one that it dies at comes before one of these:
# opening, holding, sending; some lives end before.
LIVES = [40, 90, 160, 320]
def assert_each_is_there_once(town):
    """Every submission that was told to the kiosk has one code, one request, and its own file."""
    assert sorted(town.codes) == sorted(town.photos), "a submission is lost"
    assert len(set(town.codes.values())) == len(town.photos), "two submissions share a code"
    with Client(town.server) as citizen:
        for number, code in town.codes.items():
            found = citizen.requests.Track(pb.TrackRequest(tracking_code=code, secret=town.secrets[code])).details
            [event] = citizen.requests.History(
                pb.HistoryRequest(tracking_code=code, secret=town.secrets[code])).events
            assert event.note == f"number {number}"
            photo = town.photos[number]
            assert [file.size for file in found.attachments] == ([photo[1]] if photo else [])
    assert town.server.stop() == 0
    assert town.folder.check() == len(town.photos), "a submission is there twice"
    town.server = town.folder.serve()


def test_no_kill_loses_a_submission_or_makes_it_twice(town):
    print(f"SEED={SEED} KILLS={KILLS}")
    chance = random.Random(SEED)
    killed = server_killed = lives = 0
    while killed < KILLS:
        lives += 1
        kiosk = Kiosk(town.outbox, town.server, kill_at=chance.randrange(1, chance.choice(LIVES)), behind=chance.random() < 0.5)
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
    print(f"{lives} lives, {killed} kiosks and {server_killed} servers killed; {len(town.photos)} submissions, "
          f"{sum(photo is not None for photo in town.photos.values())} with a photograph; {town.told_twice} were told twice")
