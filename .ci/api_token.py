"""Prints a token of a member's with all scopes, in the database of the environment.

python .ci/api_token.py HANDLE
"""

import sys
from datetime import timedelta

from community.accounts.queries import find_profile
from community.accounts.tokens import digest, new_token
from community.api.models import ApiToken
from community.api.scopes import PREFIX, Scope
from community.app import create_app
from community.core import clock
from community.core.db import db, transaction


def main(handle: str) -> int:
    """Return 0 when there is such a member."""
    token = PREFIX + new_token()
    with create_app().app_context(), transaction():
        user = find_profile(handle)
        if user is None:
            return 1
        db.session.add(
            ApiToken(
                user_id=user.id,
                token_hash=digest(token),
                label="CI",
                ending=token[-4:],
                scopes=[str(one) for one in Scope],
                expires_at=clock.now() + timedelta(days=1),
            )
        )
    print(token)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
