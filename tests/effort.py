"""A bound on work that a busy machine does not move."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def little_work(most: float = 3.0) -> Iterator[None]:
    """Fail if what stands inside takes more than `most` seconds of this thread's CPU.

    It takes a tenth of that at most; what grows with the square takes minutes.
    """
    began = time.thread_time()
    yield
    spent = time.thread_time() - began
    assert spent < most, f"{spent:.1f} CPU seconds"
