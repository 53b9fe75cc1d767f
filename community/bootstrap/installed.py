"""Starts the installed command; what it imports is there to stay, so nothing looks for waste."""

import gc
import importlib


def main() -> None:
    """Run `fairquote`: the console script, and `python -m community` without a checkout.

    A fourth of the time of importing would go to the garbage collector, which looks in
    vain again and again at what only grows. Frozen, the modules are never looked at
    later either, and the memory that forked processes share stays shared.
    """
    gc.disable()
    run = importlib.import_module("community.app").main
    gc.freeze()
    gc.enable()
    run()


if __name__ == "__main__":
    main()
