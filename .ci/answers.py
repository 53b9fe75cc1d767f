"""Waits until a site answers 200 on each of the given paths, or fails after three minutes."""

import sys
import time
import urllib.error
import urllib.request

_PATIENCE_SECONDS = 180


def main(base: str, paths: list[str]) -> int:
    """Return 0 when all paths answer 200."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    for path in paths:
        status = _status(base + path)
        while status != 200 and time.monotonic() < deadline:
            time.sleep(0.2)
            status = _status(base + path)
        print(f"{path} {status}")
        if status != 200:
            return 1
    return 0


def _status(url: str) -> int | str:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError as error:
        return str(error)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
