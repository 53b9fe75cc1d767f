"""The process that analyses documents for another: batches in, portions out, until the end.

`python -m search.engines.helper [with-vectors]`: it has no settings and no database.
"""

import pickle
import sys

from search.engines.portions import portion_of


def main() -> None:
    """Answer each batch of documents on the input with its portion."""
    with_vectors = "with-vectors" in sys.argv[1:]
    while True:
        try:
            documents = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own parent's
        except EOFError:
            return
        portion = portion_of(documents, with_vectors=with_vectors)
        pickle.dump(portion, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
