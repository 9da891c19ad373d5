"""Steps timed in turns, so that what disturbs the machine for a while disturbs them all."""

import gc
import time
from collections.abc import Callable


def interleaved(
    steps: dict[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, list[float]]:
    """Seconds of each step in each round, the steps in turns; each is made once before, which does not count.

    Args:
        clock: `time.process_time` where only the processor's time counts.
    """
    times: dict[str, list[float]] = {name: [] for name in steps}
    for step in steps.values():
        step()
    for _ in range(rounds):
        for name, step in steps.items():
            gc.collect()
            start = clock()
            step()
            times[name].append(clock() - start)
    return times
