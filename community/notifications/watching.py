"""What finds things again for saved searches: handed over by app.py, for search is above us."""

from flask import current_app

from community.core.ports import WatchesSearches

EXTENSION = "fairquote.watches_searches"


def watching() -> WatchesSearches:
    found: WatchesSearches = current_app.extensions[EXTENSION]
    return found
