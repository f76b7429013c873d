"""A bundle in one ZIP file (docs/formats/transcript.md, "A ZIP file"): of the one form in which every reader sees the same files; anything else is no bundle."""
import io
import struct
import zlib

MOST, MOST_MEMBERS, MEBI = 1024, 1024 + 64, 1024 * 1024
LOCAL, CENTRAL, END, DESCRIPTOR = b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\7\x08"
LINK, FOLDER, FILE = 0xA000, 0x4000, 0x8000


class BadZip(Exception):
    pass


def _must(holds, reason):
    if not holds:
        raise BadZip(reason)


def _judge_extra(extra):
    at = 0
    while at + 4 <= len(extra):
        which, size = struct.unpack_from("<HH", extra, at)
        _must(which not in (0x7075, 0x0001), "a second name, or ZIP64")
        at += 4 + size


class Member:
    def __init__(self, directory, at):
        _must(at + 46 <= len(directory) and directory[at:at + 4] == CENTRAL, "the directory is damaged")
        (self.flags, self.method, _, _, self.crc, self.packed, self.size, name, extra, comment, disk, _, attributes, self.begins) = struct.unpack_from("<HHHHIIIHHHHHII", directory, at + 8)
        self.next = at + 46 + name + extra + comment
        _must(self.next <= len(directory), "the directory ends early")
        self.spelled = directory[at + 46:at + 46 + name]
        self.name = self.spelled.decode("utf-8", "replace")
        _must(not self.flags & ~0x080E and self.method in (0, 8) and disk == 0 and comment == 0, "a feature that no bundle uses")
        _judge_extra(directory[at + 46 + name:self.next])
        kind = attributes >> 16 & 0xF000
        folder = self.name.endswith("/")
        self.folder = folder and kind in (FOLDER, 0)
        self.plain = not folder and kind in (FILE, 0)
        _must(self.method == 8 or self.packed == self.size, "two sizes")
        _must(not self.folder or self.size == 0, "a folder with content")
        _must(self.size <= max(MEBI, self.packed * 200), "unpacks to too much")

    def place(self, data, directory_at):
        """Sees that the header in front of the data says the same; where the data begins, and where what follows begins."""
        head = self.begins + 30
        start = head + len(self.spelled)
        _must(start <= directory_at and data[self.begins:self.begins + 4] == LOCAL, "begins elsewhere")
        flags, method, _, _, crc, packed, size, name, extra = struct.unpack_from("<HHHHIIIHH", data, self.begins + 6)
        same = (flags, method, data[head:start]) == (self.flags, self.method, self.spelled) and name == len(self.spelled)
        behind = bool(flags & 8)
        told = (self.crc, self.packed, self.size)
        _must(same and ((crc, packed, size) == told or (behind and not crc and not packed and not size)), "described in two ways")
        self.at = start + extra
        end = self.at + self.packed
        _must(end <= directory_at, "ends elsewhere")
        _judge_extra(data[start:self.at])
        if behind:
            end += 4 if data[end:end + 4] == DESCRIPTOR else 0
            _must(end + 12 <= directory_at and struct.unpack_from("<III", data, end) == told, "described in two ways")
            end += 12
        return end

    def content(self, data):
        """The bytes, or None where they are not those that the file tells of."""
        packed = data[self.at:self.at + self.packed]
        if self.method == 8:
            inflate = zlib.decompressobj(-15)
            try:
                packed = inflate.decompress(packed, self.size + 1)
            except zlib.error:
                return None
            if not inflate.eof and len(packed) == self.size:
                try:
                    packed += inflate.decompress(inflate.unconsumed_tail, 1)
                except zlib.error:
                    return None
        return packed if len(packed) == self.size and zlib.crc32(packed) == self.crc else None


class Zip:
    """Files of a ZIP file, as a folder has them: `plain` by name with their size, `odd` everything else."""

    def __init__(self, path):
        with open(path, "rb") as stream:
            self.data = data = stream.read()
        _must(len(data) >= 22 and data[:4] in (LOCAL, END), "no ZIP file")
        mark, disk, first, here, count, size, at, comment = struct.unpack("<4sHHHHIIH", data[-22:])
        _must(mark == END and not comment and not disk and not first and here == count, "does not end as a ZIP file does, or is one of several")
        _must(count <= MOST_MEMBERS and at + size == len(data) - 22 and size <= MEBI, "its directory is not where it says, or too large")
        directory, found, position = data[at:at + size], [], 0
        while len(found) < count:
            found.append(Member(directory, position))
            position = found[-1].next
        _must(position == size, "its directory holds something else")
        found.sort(key=lambda each: each.begins)
        position = 0
        for each in found:
            _must(each.begins == position, "something between its files, or one in another")
            position = each.place(data, at)
        _must(position == at, "something between files and directory")
        names = [each.name for each in found]
        shown = [each for each in found if not each.folder or not any(name != each.name and name.startswith(each.name) for name in names)]
        _must(len(shown) <= MOST, "more files than a bundle has")
        self.members = {each.name: each for each in shown if each.plain}
        self.twice = [each.name for each in shown if each.plain and names.count(each.name) > 1]
        self.odd = {each.name for each in shown if not each.plain}

    def sizes(self):
        return {name: each.size for name, each in self.members.items()}

    def open(self, name):
        """A stream, or None where the file does not unpack as it should."""
        content = self.members[name].content(self.data)
        return None if content is None else io.BytesIO(content)
