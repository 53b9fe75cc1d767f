from hypothesis import given
from hypothesis import strategies as st

from community.core.chunks import chunks


@given(st.lists(st.integers()), st.integers(min_value=1, max_value=9))
def test_chunks_hold_everything_in_order_and_never_too_much(items, size):
    pieces = list(chunks(items, size))
    assert [one for piece in pieces for one in piece] == items
    assert all(0 < len(piece) <= size for piece in pieces)
