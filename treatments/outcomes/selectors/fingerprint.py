"""What tells whether two cohort reports read the same: a hash of the question and of every row, however batched."""

from hashlib import sha256

from treatments.outcomes.findings.cohort.columns import Columns


class Stream:
    """The rows of one kind, as they pass by in their order."""

    def __init__(self) -> None:
        self._hash = sha256()
        self.rows = 0

    def add(self, rows: Columns) -> None:
        """Take the next rows into account."""
        self._hash.update(rows.tobytes())
        self.rows += len(rows)

    def digest(self) -> bytes:
        """The hash of all rows so far."""
        return self._hash.digest()


class Fingerprint:
    """The hash of a question and of the streams that were read for it, in whatever order."""

    def __init__(self, question: bytes) -> None:
        self._question = question
        self._streams: dict[str, Stream] = {}
        self._beside: dict[str, str] = {}

    def keep_hash(self, name: str, sha256: str) -> None:
        """Let the hash of what was read beside these streams count too."""
        self._beside[name] = sha256

    def keep(self, name: str, stream: Stream) -> None:
        """Let a stream that was read to its end count; the same one read once more changes nothing."""
        self._streams[name] = stream

    def rows(self, kind: str) -> int:
        """How many rows of a kind of stream were read: of all whose name begins so."""
        return sum(stream.rows for name, stream in self._streams.items() if name.startswith(f"{kind} "))

    @property
    def sha256(self) -> str:
        """In hexadecimal."""
        whole = sha256(self._question)
        for name, stream in sorted(self._streams.items()):
            whole.update(f"\n{name} {stream.rows} ".encode() + stream.digest())
        for name, beside in sorted(self._beside.items()):
            whole.update(f"\n{name} {beside}".encode())
        return whole.hexdigest()
