"""One file that holds a whole service: the database, the key, and what they are. Checked before anything is touched."""

import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
KEY = "secret_key"
CHUNK = 1 << 20


class Unusable(Exception):
    """The file is no backup, is damaged, or is of another kind. `why` is one of the words below."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `migrations`: all that were applied; `counts`: rows by a word for people."""

    made_at: str
    engine: str
    migrations: list[str]
    counts: dict[str, int]
    digests: dict[str, str]
    format: int = FORMAT


def pack(target: Path, *, members: dict[str, Path], manifest: Manifest) -> None:
    """Writes the backup beside its name first: a file of that name is always whole, and none is left where that failed.

    Only its owner can read it.
    """
    partial = target.with_name(target.name + ".partial")
    partial.touch(mode=0o600)
    partial.chmod(0o600)
    try:
        with tarfile.open(partial, "w:gz", compresslevel=6) as tar:
            text = json.dumps(asdict(manifest), indent=1).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size, entry.mode = len(text), 0o600
            tar.addfile(entry, io.BytesIO(text))
            for name, path in members.items():
                tar.add(path, arcname=name)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def unpacked(source: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest and a folder with the members, each compared with its digest.

    Raises Unusable, and OSError where the file cannot be read or there is no room for what is in it: that says nothing of the file.
    """
    with TemporaryDirectory(prefix="ideahub-restore-") as raw:
        folder = Path(raw)
        _unpack(source, folder)
        manifest = _read(folder / MANIFEST)
        if manifest.format != FORMAT:
            raise Unusable("format")
        for name, expected in manifest.digests.items():
            if not (folder / name).is_file() or digest(folder / name) != expected:
                raise Unusable("damaged")
        yield manifest, folder


def _opened(source: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(source, "r:gz")
    except tarfile.TarError as error:
        raise Unusable("no_backup") from error


def _unpack(source: Path, folder: Path) -> None:
    try:
        with _opened(source) as tar:
            tar.extractall(folder, filter="data")
    # A name that no file can have is a ValueError.
    except (EOFError, ValueError, tarfile.TarError, zlib.error) as error:
        raise Unusable("damaged") from error
    except OSError as error:
        # What the system says has a number; gzip's own complaints have none.
        if error.errno:
            raise
        raise Unusable("damaged") from error


def _read(path: Path) -> Manifest:
    try:
        return Manifest(**json.loads(path.read_text()))
    except (FileNotFoundError, ValueError, TypeError) as error:
        raise Unusable("no_backup") from error


def digest(path: Path) -> str:
    total = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            total.update(chunk)
    return total.hexdigest()
