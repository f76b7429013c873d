"""Entries of transparency logs (R-LOG), as docs/formats/sidecars.md has them judged."""
import hashlib
import re

import canonical
import curves
import ed25519
import loose_json
import shapes as s
from forms import HEX, from_base64
from statement import encoding

NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,18})\Z")
SIGNED_LINE = re.compile("\u2014 [^ +\n]+ ([A-Za-z0-9+/=]{8,4096})\\Z")
HASHES = {"sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512,
          "SHA2_256": hashlib.sha256, "SHA2_384": hashlib.sha384, "SHA2_512": hashlib.sha512}
DEEPEST, DEEPEST_BODY = 8, 16

_number = s.matching(NUMBER)


def _base64(most):
    return lambda v: isinstance(v, str) and 4 <= len(v) <= most and from_base64(v) is not None


ENTRY = s.Shape(
    logIndex=_number, logId=s.Shape(keyId=_base64(128)), kindVersion=s.Shape(kind=s.string(40), version=s.string(20)), maybe_integratedTime=_number,
    maybe_inclusionPromise=s.either(s.null, s.Shape(signedEntryTimestamp=_base64(1024))),
    inclusionProof=s.Shape(
        logIndex=_number, rootHash=_base64(44), treeSize=_number, hashes=lambda v: s.list_of(_base64(44))(v) and len(v) <= 64,
        checkpoint=s.Shape(envelope=lambda v: isinstance(v, str) and len(v.encode("utf-16-le", "surrogatepass")) <= 2 * 16384)),
    canonicalizedBody=_base64(256 * 1024))
FILE = s.Shape(tlogEntries=lambda v: isinstance(v, list) and len(v) == 1 and ENTRY(v[0]))


def root_by_path(leaf, index, size, path):
    """RFC 9162 section 2.1.3.2; None where the path does not fit."""
    if not 0 <= index < size or any(len(each) != 32 for each in path):
        return None
    fn, sn, root = index, size - 1, leaf
    for each in path:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            root = hashlib.sha256(b"\1" + each + root).digest()
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            root = hashlib.sha256(b"\1" + root + each).digest()
        fn, sn = fn >> 1, sn >> 1
    return root if sn == 0 else None


class Checkpoint:
    """ValueError where the text is none."""

    def __init__(self, envelope):
        text, gap, rest = envelope.rpartition("\n\n")
        lines, signed = (text + "\n").split("\n"), rest.split("\n")
        self.text, self.size = text + "\n", lines[1]
        self.root = from_base64(lines[2]) if len(lines) > 2 else None
        if not gap or not lines[0] or not NUMBER.match(self.size) or self.root is None or not 2 <= len(signed) <= 33 or signed[-1]:
            raise ValueError("no checkpoint")
        self.signatures = []
        for line in signed[:-1]:
            match = SIGNED_LINE.match(line)
            data = from_base64(match.group(1)) if match else None
            if data is None or len(data) <= 4:
                raise ValueError("no signature")
            self.signatures.append(data[4:])


def _get(value, *names):
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _logged(entry):
    """(kind, hash, digest) of what the body is about, or None."""
    try:
        body = loose_json.decode(from_base64(entry["canonicalizedBody"]), DEEPEST_BODY)
    except canonical.NotCanonical:
        return None
    kind, version = _get(body, "kind"), _get(body, "apiVersion")
    if (kind, version) != (entry["kindVersion"]["kind"], entry["kindVersion"]["version"]):
        return None
    where = {("dsse", "0.0.1"): ("spec", "payloadHash"), ("hashedrekord", "0.0.1"): ("spec", "data", "hash"),
             ("dsse", "0.0.2"): ("spec", "dsseV002", "payloadHash"), ("hashedrekord", "0.0.2"): ("spec", "hashedRekordV002", "data")}.get((kind, version))
    about = _get(body, *where) if where else None
    new = version == "0.0.2"
    name, text = _get(about, "algorithm"), _get(about, "digest" if new else "value")
    if not isinstance(name, str) or name not in HASHES or name.startswith("SHA2") is not new or not isinstance(text, str):
        return None
    if new:
        return (kind, HASHES[name], from_base64(text)) if _base64(88)(text) else None
    return (kind, HASHES[name], bytes.fromhex(text)) if HEX.match(text) and 64 <= len(text) <= 128 else None


def _is_about(entry, payload):
    logged = _logged(entry)
    if logged is None:
        return False
    kind, digest, value = logged
    return value == digest(payload).digest() or (kind == "hashedrekord" and value == digest(encoding(payload)).digest())


def _signed(keys, signature, message):
    return any(ed25519.verify(key, message, signature) or curves.verify(key, message, signature, curves.P256) for key in keys)


def _promised(entry):
    log = from_base64(entry["logId"]["keyId"]).hex()
    return canonical.encode({"body": entry["canonicalizedBody"], "integratedTime": float(entry.get("integratedTime", "0")), "logID": log, "logIndex": float(entry["logIndex"])})


def judge_log_entry(data, payload, keys, file, found):
    """R-LOG of one file; `keys` are the pinned SPKIs of logs, or None."""
    try:
        value = loose_json.decode(data, DEEPEST)
    except canonical.NotCanonical:
        value = None
    if not FILE(value):
        found.error("R-LOG-01", file)
        return
    (entry,) = value["tlogEntries"]
    proof = entry["inclusionProof"]
    leaf = hashlib.sha256(b"\0" + from_base64(entry["canonicalizedBody"])).digest()
    root = root_by_path(leaf, int(proof["logIndex"]), int(proof["treeSize"]), [from_base64(each) for each in proof["hashes"]])
    if root is None or root != from_base64(proof["rootHash"]):
        found.error("R-LOG-02", file)
    try:
        checkpoint = Checkpoint(proof["checkpoint"]["envelope"])
    except ValueError:
        checkpoint = None
    if checkpoint is None or checkpoint.size != proof["treeSize"] or checkpoint.root != from_base64(proof["rootHash"]):
        found.error("R-LOG-03", file)
    if not _is_about(entry, payload):
        found.error("R-LOG-04", file)
    if keys is None:
        return
    if checkpoint and not any(_signed(keys, each, checkpoint.text.encode("utf-8", "replace")) for each in checkpoint.signatures):
        found.error("R-LOG-05", file)
    promise = entry.get("inclusionPromise")
    if promise and not _signed(keys, from_base64(promise["signedEntryTimestamp"]), _promised(entry)):
        found.error("R-LOG-06", file)
