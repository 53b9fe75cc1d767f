"""Who signed a member's legal notice goes under the seal, as a visitor's does.

Revision: signed_notices_1
Follows: guides_1
"""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from community.core.sealing import Sealer
from community.core.settings import get_settings

revision = "signed_notices_1"
down_revision = "guides_1"
branch_labels = None
depends_on = None

_FLAG = sa.table(
    "flag",
    *(sa.column(name, sa.Integer) for name in ("id", "reporter_id")),
    sa.column("reason", sa.String),
    sa.column("said", sa.Text),
)
_NOTICE = sa.table(
    "legal_notice",
    *(sa.column(name, sa.Integer) for name in ("id", "flag_id")),
    sa.column("number", sa.String),
)
_SENDER = sa.table(
    "notice_sender",
    sa.column("notice_id", sa.Integer),
    *(sa.column(name, sa.String) for name in ("link_hash", "sealed")),
)
_SIGNED = ("Your name", "Your e-mail address")


def upgrade() -> None:
    connection = op.get_bind()
    rows = connection.execute(_notices_of_members()).all()
    if not rows:
        return
    sealer = Sealer(get_settings().seal_key)
    for row in rows:
        pairs = json.loads(row.said)
        told = dict(pairs)
        if not any(told.get(one) for one in _SIGNED):
            continue
        said = [pair for pair in pairs if pair[0] not in _SIGNED]
        signed = json.dumps([told.get(one, "") for one in _SIGNED])
        token = sealer.pseudonym("notice.link", row.number)
        connection.execute(
            sa.insert(_SENDER).values(
                notice_id=row.notice_id,
                link_hash=hashlib.sha256(token.encode()).hexdigest(),
                sealed=sealer.seal("notice.sender", signed),
            )
        )
        _say(connection, row.flag_id, said)


def downgrade() -> None:
    connection = op.get_bind()
    rows = connection.execute(
        _notices_of_members()
        .join(_SENDER, _SENDER.c.notice_id == _NOTICE.c.id)
        .add_columns(_SENDER.c.sealed)
    ).all()
    sealer = Sealer(get_settings().seal_key) if rows else None
    for row in rows:
        if sealer is not None and row.sealed is not None:
            signed = json.loads(sealer.unseal("notice.sender", row.sealed))
            said = [
                *json.loads(row.said),
                *map(list, zip(_SIGNED, signed, strict=True)),
            ]
            _say(connection, row.flag_id, said)
        gone = _SENDER.c.notice_id == row.notice_id
        connection.execute(sa.delete(_SENDER).where(gone))


def _notices_of_members() -> sa.Select[Any]:
    return (
        sa.select(
            _FLAG.c.id.label("flag_id"),
            _FLAG.c.said,
            _NOTICE.c.id.label("notice_id"),
            _NOTICE.c.number,
        )
        .join(_NOTICE, _NOTICE.c.flag_id == _FLAG.c.id)
        .where(_FLAG.c.reporter_id.is_not(None), _FLAG.c.reason == "illegal")
    )


def _say(connection: sa.Connection, flag_id: int, said: list[list[str]]) -> None:
    """Let a flag say this and no more."""
    connection.execute(
        sa.update(_FLAG)
        .where(_FLAG.c.id == flag_id)
        .values(said=json.dumps(said, ensure_ascii=False))
    )
