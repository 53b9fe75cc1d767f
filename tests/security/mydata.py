"""What each person of the town keeps and asked for: a draft, a file, and to go."""

from datetime import timedelta

from community.accounts.models import User
from community.accounts.mydata.models import AccountErasure, AccountExport, ExportState
from community.accounts.tokens import digest
from community.core import clock
from community.core.db import db
from community.core.keptforms import KeptForm, owner_key
from community.core.sealing import seal

_BEGUN = (
    '{"what": "A review", "place": "/reviews/new?product=none",'
    ' "values": [["good", "The price came in writing."]]}'
)


def asked_for(user: User) -> dict[str, str]:
    """Return names for addresses."""
    token = f"keep-of-{user.handle}-{'x' * 20}"
    export = AccountExport(
        user_id=user.id,
        state=ExportState.READY,
        file_name=f"{user.handle}.sealed",
        sealed_key="nothing opens it",
    )
    wish = AccountErasure(
        user_id=user.id,
        token_hash=digest(token),
        leave_texts=True,
        due_at=clock.now() + timedelta(days=7),
    )
    begun = KeptForm(
        owner_key=owner_key(user.id),
        place_key=f"of {user.handle}",
        fields=seal("kept.fields", _BEGUN),
    )
    db.session.add_all([export, wish, begun])
    db.session.flush()  # the address holds the public id
    return {"export": export.public_id, "keep": token, "begun": begun.public_id}
