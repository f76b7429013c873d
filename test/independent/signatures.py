"""The signatures of the statement under the keys of the signer list (R-SIG); which keys are the right ones only pins can say."""
import curves
import mldsa
from forms import from_pem, sha256

CURVE = {"ES256": curves.P256, "ES384": curves.P384}
SECOND = ".ml-dsa-65"


class Key:
    """A key of the signer list: the first one of a signer, or the second."""

    def __init__(self, signer, second):
        self.signer, self.second = signer["id"], second
        self.name = signer["id"] + (SECOND if second else "")
        self.required = signer["required"]
        self.algorithm = signer["postQuantum"]["algorithm"] if second else signer["algorithm"]
        self.digest = (signer["postQuantum"] if second else signer)["keySha256"]
        self.spki = None

    @property
    def file(self):
        return "keys/%s.pem" % self.name

    def fits(self, spki):
        if self.second:
            return mldsa.key_of(spki) is not None
        point = curves.point_of(spki)
        return point is not None and point[0] is CURVE[self.algorithm]

    def verifies(self, message, signature):
        if self.spki is None:
            return False
        if self.second:
            return mldsa.verify(self.spki, message, signature)
        return curves.verify(self.spki, message, signature, CURVE[self.algorithm])


def keys_of(predicate):
    """Every key of the signer list, none of them read yet."""
    for signer in predicate["signers"]:
        yield Key(signer, False)
        if "postQuantum" in signer:
            yield Key(signer, True)


def read_keys(files, predicate, found):
    """R-SIG-02: the keys of the signer list, with SPKI where the key file is as the list says."""
    keys = list(keys_of(predicate))
    for key in keys:
        data = files.bytes(key.file)
        if data is None:
            continue
        spki = from_pem(data)
        if spki is None or not key.fits(spki) or sha256(spki) != key.digest:
            found.error("R-SIG-02", key.file)
        else:
            key.spki = spki
    return keys


def judge_signatures(ctx, found):
    """R-SIG-01, 03 to 07; names of the keys with a valid signature."""
    file, once, counted = "statement.dsse.json", set(), set()
    for keyid, signature in ctx.envelope.signatures:
        tried = sorted(ctx.keys, key=lambda each: each.name != keyid)
        key = next((each for each in tried if each.verifies(ctx.envelope.message, signature)), None)
        if key is None:
            found.error("R-SIG-03", file, keyid)
            continue
        if keyid != key.name:
            found.error("R-SIG-05", file, keyid)
        if key.digest in counted:
            found.error("R-SIG-04", file, key.name)
            continue
        counted.add(key.digest)
        once.add(key.name)
    for key in ctx.keys:
        if key.name in once:
            continue
        if not key.required:
            found.warning("R-SIG-06", file, key.name)
        else:
            found.error("R-SIG-07" if key.second else "R-SIG-01", file, key.name)
    return once
