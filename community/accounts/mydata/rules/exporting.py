"""Asking for all that the site holds of oneself, fetching it, and letting it go."""

import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.mydata import queries
from community.accounts.mydata.collecting import collect
from community.accounts.mydata.letters import export_ready
from community.accounts.mydata.limits import KEPT, MOST_A_DAY
from community.accounts.mydata.models import AccountExport, ExportState
from community.accounts.mydata.packing import pack
from community.accounts.mydata.vault import VAULT
from community.accounts.post import post_and_forget, site
from community.accounts.queries import get_own_account
from community.accounts.rules.entering import require_password
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict
from community.core.jobs import enqueue
from community.core.personal import Person, items_of
from community.core.ratelimit import Limit, hit_if_done
from community.core.vault import Stored

MAKE = "accounts.export.make"
DROP = "accounts.export.drop"


def ask_for_export(actor: Actor, *, password: str) -> AccountExport:
    """Have a job make the file; raise Conflict while it makes one already."""
    require_password(actor, password)
    user = get_own_account(actor)
    if queries.find_waiting(user.id) is not None:
        raise Conflict("Your file is being made: we write to you when it is there.")
    hit_if_done("accounts.export", str(user.id), Limit(MOST_A_DAY, 86_400))
    export = AccountExport(user_id=user.id)
    db.session.add(export)
    db.session.flush()  # the job needs the id
    enqueue(MAKE, export_id=export.id)
    return export


def make_export(export_id: int) -> None:
    """Make the file of an export that waits for it, and write to its owner."""
    export = db.session.get(AccountExport, export_id)
    if export is None or export.state is ExportState.READY:
        return
    user = db.session.get_one(User, export.user_id)
    person = Person(user.id, user.handle, user.email, items_of(user.id))
    packed = pack(site(), user.handle, collect(person), clock.now())
    stored = VAULT.store(packed)
    export.file_name, export.sealed_key = stored.file_name, stored.sealed_key
    export.state, export.size = ExportState.READY, len(packed)
    if user.email is not None:
        letter = export_ready(site(), user.handle, export.public_id)
        post_and_forget(user.email, letter)


def fetch(actor: Actor, export: AccountExport, *, password: str) -> bytes:
    """Return the file to its owner, who gives the password once more."""
    require_password(actor, password)
    return VAULT.load(Stored(export.file_name or "", export.sealed_key or ""))


def delete_export(export: AccountExport) -> None:
    """Delete a file: without its row nobody reads it, a job takes it from the disk."""
    if export.file_name is not None:
        enqueue(DROP, file_name=export.file_name)
    db.session.delete(export)


def delete_old() -> None:
    """Delete the files whose days are over, and those that no row knows (any more)."""
    old = sa.select(AccountExport).where(AccountExport.created_at < clock.now() - KEPT)
    for export in db.session.scalars(old):
        delete_export(export)
    VAULT.sweep(queries.all_file_names())
