"""How much evidence may be, in one place for forms, checks and the worker."""

MOST_BYTES = 10_000_000
MOST_FILES = 5
"""For one deal; what was judged counts as well."""
MOST_PAGES = 20
MOST_PIXELS = 40_000_000
"""Of one picture or page."""
MOST_PIXELS_IN_ALL = 60_000_000
"""Of all pages; 20 of A4 have 44 million."""
MOST_STORED = 60_000_000
"""Bytes of a cleaned copy: pixels without the tricks of the original may take more."""
DPI = 150

CPU_SECONDS = 10
WALL_SECONDS = 15
ADDRESS_SPACE = 1_000_000_000
