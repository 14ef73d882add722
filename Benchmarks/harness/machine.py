"""The machine's line: figures of two machines compare only as ratios, and this says which machine it was."""

import os
import pathlib
import platform
import statistics
import time

SYNCS = 200
PAGE = 4096


def processor() -> str:
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def fdatasync_us(folder: pathlib.Path) -> float:
    """Median time of one fdatasync after a 4 KiB write into a file whose blocks exist, in microseconds."""
    path = folder / "fdatasync"
    page = os.urandom(PAGE)
    times = []
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.write(file, page * SYNCS)
        os.fsync(file)
        for index in range(SYNCS):
            os.pwrite(file, page, index * PAGE)
            begin = time.perf_counter()
            os.fdatasync(file)
            times.append(time.perf_counter() - begin)
    finally:
        os.close(file)
        path.unlink()
    return statistics.median(times) * 1e6


def line(folder: pathlib.Path) -> str:
    return (
        f"{time.strftime('%Y-%m-%d', time.gmtime())}: {processor()}, {os.cpu_count()} cores, "
        f"Linux {platform.release()}, fdatasync {fdatasync_us(folder):.0f} µs"
    )
