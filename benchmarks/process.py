"""What a process takes of the machine, as Linux tells it."""

import os
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Memory:
    """Megabytes that a process holds now, and the most it ever held."""

    now: float
    peak: float


def memory(pid: int) -> Memory:
    """Return how much memory a process holds, its shared libraries included."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    resident, peak = (int(re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)[1]) for name in ("VmRSS", "VmHWM"))
    return Memory(resident / 1024, peak / 1024)


def processor_seconds(pid: int) -> float:
    """Return how long a process has had a processor, its own code and the system's for it."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
