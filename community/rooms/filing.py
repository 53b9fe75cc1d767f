"""Files of a room: clean copies as evidence has them, in a vault of their own."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import User
from community.catalog.paths import is_public_id
from community.core.db import Base, CreatedAt, IntPk, PublicId, StrEnumType, db
from community.core.errors import NotFound
from community.core.vault import Stored, Vault
from community.deals.evidence.sniffing import FileType
from community.rooms.kinds import FILE_NAME_LENGTH
from community.rooms.models import Room

VAULT = Vault("rooms", "rooms.file", "The file is gone: somebody deleted it.")
ENDINGS = {FileType.PDF: "pdf", FileType.PNG: "png", FileType.JPEG: "jpg"}


class RoomFile(Base):
    """A clean copy of what somebody put into a room; its key lies here under seal."""

    __tablename__ = "room_file"
    __table_args__ = (sa.Index(None, "room_id", "id"),)

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"))
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = mapped_column(sa.String(FILE_NAME_LENGTH))
    """As its author calls it; what the file was called is not kept."""
    file_type: Mapped[FileType] = mapped_column(StrEnumType(FileType))
    pages: Mapped[int] = mapped_column(sa.SmallInteger)
    size: Mapped[int]
    """Bytes of the copy."""
    file_name: Mapped[str] = mapped_column(sa.String(64), unique=True)
    sealed_key: Mapped[str] = mapped_column(sa.String(300))
    created_at: Mapped[CreatedAt]

    @property
    def stored(self) -> Stored:
        return Stored(self.file_name, self.sealed_key)

    @property
    def download_name(self) -> str:
        """What it is called where it is kept: nothing that somebody typed."""
        return f"file-{self.public_id[:6]}.{ENDINGS[self.file_type]}"


@dataclass(frozen=True)
class Held:
    """How much a room holds already."""

    files: int
    size: int


def list_files(room: Room) -> list[tuple[RoomFile, str | None]]:
    """Return the files of a room, the latest first, each with who put it there."""
    rows = db.session.execute(
        sa.select(RoomFile, User.handle)
        .outerjoin(User, User.id == RoomFile.author_id)
        .where(RoomFile.room_id == room.id)
        .order_by(RoomFile.id.desc())
    )
    return [(row[0], row[1]) for row in rows]


def get_file(room: Room, public_id: str) -> RoomFile:
    """Return a file of a room; raise NotFound for any other's."""
    found = None
    if is_public_id(public_id):
        found = db.session.scalar(
            sa.select(RoomFile).where(
                RoomFile.public_id == public_id, RoomFile.room_id == room.id
            )
        )
    if found is None:
        raise NotFound("There is no such file in this room.")
    return found


def held_by(room: Room) -> Held:
    row = db.session.execute(
        sa.select(
            sa.func.count(RoomFile.id), sa.func.coalesce(sa.func.sum(RoomFile.size), 0)
        ).where(RoomFile.room_id == room.id)
    ).one()
    return Held(row[0], int(row[1]))


def all_file_names() -> set[str]:
    return set(db.session.scalars(sa.select(RoomFile.file_name)))
