"""Posts may stand under an alias, with their author under a seal.

Revision: threads_2
Follows: moderation_1

The version before shows every author. On the way back to it, what stands under an alias
gets its author again and is hidden: its promise holds for the public.
"""

import sqlalchemy as sa
from alembic import op

from community.core.sealing import Sealer
from community.core.settings import get_settings

revision = "threads_2"
down_revision = "moderation_1"
branch_labels = None
depends_on = None

_CONTEXTS = (
    "nothing",
    "verified",
    "verified-1-50",
    "verified-51-200",
    "verified-201-1000",
    "verified-1001-5000",
    "verified-5001",
)
_THREAD_SIGNED = (
    "(author_id IS NULL) = (alias IS NOT NULL)"
    " AND (author_id IS NULL) = (owner_key IS NOT NULL)"
)
_POST_SIGNED = (
    "(author_id IS NULL) = (alias IS NOT NULL)"
    " AND (author_id IS NULL) = (context IS NOT NULL)"
    " AND (author_id IS NULL) = (owner_key IS NOT NULL)"
    " AND (author_id IS NULL) = (sealed_author IS NOT NULL)"
)
_POST = sa.table(
    "post",
    sa.column("id", sa.Integer),
    sa.column("author_id", sa.Integer),
    sa.column("sealed_author", sa.String),
)
_HIDE = """
    UPDATE {table} SET state = CASE state WHEN 'deleted' THEN 'deleted' ELSE 'hidden' END
    WHERE alias IS NOT NULL
"""
_RECOUNT = (
    (
        "UPDATE post SET prior_state = 'hidden' WHERE alias IS NOT NULL"
        " AND state = 'deleted'"
    ),
    (
        "UPDATE thread SET accepted_post_id = NULL WHERE accepted_post_id IN"
        " (SELECT id FROM post WHERE alias IS NOT NULL)"
    ),
    "UPDATE post SET place = 2 WHERE place = 1 AND alias IS NOT NULL",
    (
        "UPDATE thread SET answer_count = (SELECT count(*) FROM post"
        " WHERE post.thread_id = thread.id AND post.place > 0 AND post.state = 'public')"
        " WHERE id IN (SELECT thread_id FROM post WHERE alias IS NOT NULL)"
    ),
    (
        "UPDATE tag SET thread_count = (SELECT count(*) FROM thread_tag"
        " JOIN thread ON thread.id = thread_tag.thread_id"
        " WHERE thread_tag.tag_id = tag.id AND thread.state = 'public')"
    ),
)


def upgrade() -> None:
    with op.batch_alter_table("thread") as batch_op:
        batch_op.alter_column("author_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("alias", sa.String(40), nullable=True))
        batch_op.add_column(sa.Column("owner_key", sa.String(64), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_thread_named_or_alias"), _THREAD_SIGNED
        )
    with op.batch_alter_table("post") as batch_op:
        batch_op.alter_column("author_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("alias", sa.String(40), nullable=True))
        batch_op.add_column(sa.Column("context", sa.String(32), nullable=True))
        batch_op.add_column(sa.Column("owner_key", sa.String(64), nullable=True))
        batch_op.add_column(sa.Column("sealed_author", sa.String(200), nullable=True))
        batch_op.create_check_constraint(op.f("ck_post_named_or_alias"), _POST_SIGNED)
        batch_op.create_check_constraint(
            op.f("ck_post_context"), sa.column("context").in_(_CONTEXTS)
        )
        batch_op.create_unique_constraint(op.f("uq_post_alias"), ["alias"])
        batch_op.create_index(
            op.f("ix_post_owner_key_created_at"), ["owner_key", "created_at"]
        )
    with op.batch_alter_table("post_revision") as batch_op:
        batch_op.alter_column("author_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    with op.batch_alter_table("post") as batch_op:
        batch_op.drop_constraint(op.f("ck_post_named_or_alias"), type_="check")
    with op.batch_alter_table("thread") as batch_op:
        batch_op.drop_constraint(op.f("ck_thread_named_or_alias"), type_="check")
    _unseal_authors()
    for table in ("post", "thread"):
        op.execute(_HIDE.format(table=table))
    for statement in _RECOUNT:
        op.execute(statement)
    with op.batch_alter_table("post_revision") as batch_op:
        batch_op.alter_column("author_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("post") as batch_op:
        batch_op.drop_index(op.f("ix_post_owner_key_created_at"))
        batch_op.drop_constraint(op.f("uq_post_alias"), type_="unique")
        batch_op.drop_constraint(op.f("ck_post_context"), type_="check")
        for name in ("alias", "context", "owner_key", "sealed_author"):
            batch_op.drop_column(name)
        batch_op.alter_column("author_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("thread") as batch_op:
        batch_op.drop_column("alias")
        batch_op.drop_column("owner_key")
        batch_op.alter_column("author_id", existing_type=sa.Integer(), nullable=False)


def _unseal_authors() -> None:
    sealer = Sealer(get_settings().seal_key)
    connection = op.get_bind()
    sealed = connection.execute(
        sa.select(_POST.c.id, _POST.c.sealed_author).where(
            _POST.c.sealed_author.is_not(None)
        )
    ).all()
    for post_id, token in sealed:
        author_id = int(sealer.unseal("post.author", token))
        connection.execute(
            sa.update(_POST).where(_POST.c.id == post_id).values(author_id=author_id)
        )
    op.execute(
        "UPDATE post_revision SET author_id = (SELECT author_id FROM post"
        " WHERE post.id = post_revision.post_id) WHERE author_id IS NULL"
    )
    op.execute(
        "UPDATE thread SET author_id = (SELECT author_id FROM post"
        " WHERE post.thread_id = thread.id AND post.place = 0) WHERE author_id IS NULL"
    )
