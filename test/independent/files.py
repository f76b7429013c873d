"""The files of a bundle: which are there, their names, sizes and digests (R-FILE)."""
import hashlib
import os
import re
import stat

import sidecars
from forms import PARTICIPANT, SET_ID

MEBI = 1024 * 1024
NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9])){0,99}\Z")
FIXED = {"transcript.jsonl": 4096 * MEBI, "statement.dsse.json": 8 * MEBI, "package.keyrite.json": 4 * MEBI, "plan.yaml": MEBI,
         "inherited/statement.dsse.json": 8 * MEBI}
MOST = 1024


def limit_of(name):
    """The size limit of a documented name, or None."""
    if name in FIXED:
        return FIXED[name]
    folder, _, rest = name.partition("/")
    if folder == "keys" and rest.endswith(".pem") and PARTICIPANT.match(rest[:-4].removesuffix(".ml-dsa-65")):
        return 4096
    if folder == "inherited" and rest.endswith(".json") and SET_ID.match(rest[:-5]):
        return 4 * MEBI
    if folder in ("documents", "delivery") and NAME.match(rest):
        return 256 * MEBI
    if folder == "sidecars":
        return sidecars.limit_of(rest)
    return None


class Folder:
    """What lies in a directory: `plain` files by name with their sizes, `odd` names of links, devices and empty folders. No link is followed."""

    def __init__(self, path):
        self.path, self.plain, self.odd, self.twice = path, {}, set(), ()
        self._walk("")

    def _walk(self, under):
        entries = list(os.scandir(os.path.join(self.path, under)))
        if under and not entries:
            self.odd.add(under + "/")
        for entry in entries:
            name = under + "/" + entry.name if under else entry.name
            mode = entry.stat(follow_symlinks=False).st_mode
            if stat.S_ISREG(mode):
                self.plain[name] = entry.stat(follow_symlinks=False).st_size
            elif stat.S_ISDIR(mode) and name.count("/") < 8:
                self._walk(name)
            else:
                self.odd.add(name)

    def sizes(self):
        return self.plain

    def open(self, name):
        return open(os.path.join(self.path, name), "rb")


class Files:
    """What lies in the bundle. `plain` are regular files by name; `odd` are names of links, devices and the like."""

    def __init__(self, source, found, limit=limit_of):
        self.source, self.plain, self.odd, self.digests, self.limit, self.broken = source, dict(source.sizes()), source.odd, {}, limit, set()
        for name in [*sorted(self.odd), *source.twice]:
            found.error("R-FILE-01", name, "not a plain file, or there twice")
        lower = {}
        for name in sorted(self.plain):
            if limit(name) is None:
                found.error("R-FILE-01", name)
            if name.lower() in lower:
                found.error("R-FILE-01", name, "differs from %s only in case" % lower[name.lower()])
            lower[name.lower()] = name
        for name, size in sorted(self.plain.items()):
            if limit(name) is not None and (size > limit(name) or source.open(name) is None):
                self.broken.add(name)
                found.error("R-FILE-07", name)

    def good(self, name):
        return name in self.plain and self.limit(name) is not None and name not in self.broken

    def there(self, name):
        return name in self.plain or name in self.odd

    def open(self, name):
        return self.source.open(name)

    def bytes(self, name):
        """The content of a small file within its limit, or None."""
        if not self.good(name):
            return None
        with self.open(name) as stream:
            return stream.read()

    def sha256(self, name):
        if name not in self.digests:
            digest = hashlib.sha256()
            with self.open(name) as stream:
                for block in iter(lambda: stream.read(MEBI), b""):
                    digest.update(block)
            self.digests[name] = digest.hexdigest()
        return self.digests[name]


def judge_files(files, statement, required, unread, found, withheld=(), unsigned=("statement.dsse.json",)):
    """R-FILE-02 to 06, where the statement can be read; without one only R-FILE-02. Of `unread` files the digest is not known; `withheld` ones count as there."""
    for name in sorted(required):
        if not files.there(name) and name not in withheld:
            found.error("R-FILE-02", name)
    if statement is None:
        return
    named = {}
    for subject in statement["subject"]:
        name = subject["name"]
        if name in named or limit_of(name) is None or name == "statement.dsse.json" or name.startswith("sidecars/"):
            found.error("R-FILE-06", name)
        named[name] = subject["digest"]["sha256"]
    for name in sorted(required):
        if name not in unsigned and name not in named:
            found.error("R-FILE-06", name, "not named")
    for name in sorted({*files.plain, *files.odd, *withheld}):
        if name not in unsigned and not name.startswith("sidecars/") and name not in named:
            found.error("R-FILE-03", name)
    for name in sorted(named):
        if not files.there(name) and name not in required and name not in withheld:
            found.error("R-FILE-04", name)
        if files.good(name) and name not in unread and files.sha256(name) != named[name]:
            found.error("R-FILE-05", name)
