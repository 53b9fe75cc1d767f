"""Where rooms are found by their people, and their briefs by guests."""

ROOMS = "/rooms/"


def room_path(public_id: str, page: str = "") -> str:
    """Return the address of a room, or of one of its pages: "people", "brief"."""
    return f"{ROOMS}{public_id}" + (f"/{page}" if page else "")


def join_path(token: str) -> str:
    return f"{ROOMS}join/{token}"


def guest_path(token: str) -> str:
    return f"{ROOMS}guest/{token}"
