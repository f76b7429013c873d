"""X.509 certificates as far as a timestamp needs them (docs/formats/sidecars.md), and the signatures of timestamps: ECDSA and RSA with PKCS#1 v1.5."""
import hashlib

import curves
import der
from der import Parts, must, only

HASHES = {"2.16.840.1.101.3.4.2.1": hashlib.sha256, "2.16.840.1.101.3.4.2.2": hashlib.sha384, "2.16.840.1.101.3.4.2.3": hashlib.sha512}
ECDSA = {"1.2.840.10045.4.3.2": hashlib.sha256, "1.2.840.10045.4.3.3": hashlib.sha384, "1.2.840.10045.4.3.4": hashlib.sha512}
RSA = {"1.2.840.113549.1.1.11": hashlib.sha256, "1.2.840.113549.1.1.12": hashlib.sha384, "1.2.840.113549.1.1.13": hashlib.sha512}
RSA_KEY, EC_KEY = "1.2.840.113549.1.1.1", "1.2.840.10045.2.1"
CURVES = {"1.2.840.10045.3.1.7": curves.P256, "1.3.132.0.34": curves.P384, "1.3.132.0.35": curves.P521}
# DigestInfo up to the digest (RFC 8017 section 9.2).
INFO = {hashlib.sha256: "3031300d060960864801650304020105000420", hashlib.sha384: "3041300d060960864801650304020205000430", hashlib.sha512: "3051300d060960864801650304020305000440"}
KEY_ID, KEY_USAGE, CONSTRAINTS, USAGES = "2.5.29.14", "2.5.29.15", "2.5.29.19", "2.5.29.37"
UNDERSTOOD = {KEY_ID, KEY_USAGE, "2.5.29.17", CONSTRAINTS, "2.5.29.31", "2.5.29.32", "2.5.29.35", USAGES, "1.3.6.1.5.5.7.1.1"}


def _extensions(element):
    found = {}
    if element is None:
        return found
    for each in only(element.content, der.SEQUENCE).parts():
        parts = Parts(each)
        name, critical, value = der.oid(parts.take(der.OID)), parts.maybe(der.BOOLEAN), parts.take(der.OCTETS).content
        parts.end()
        must(name not in found)
        found[name] = (critical is not None and der.flag(critical), value)
    return found


def _has_bit(value, number):
    content = only(value, der.BITS).content
    must(len(content) >= 2 and content[0] <= 7)
    at = 1 + number // 8
    return at < len(content) and bool(content[at] >> 7 - number % 8 & 1)


class Certificate:
    """NotDer where the bytes are no certificate of version 3."""

    def __init__(self, data):
        self.der = data
        outer = Parts(only(data, der.SEQUENCE))
        tbs, algorithm = outer.take(der.SEQUENCE), outer.take(der.SEQUENCE)
        self.signature = der.bits(outer.take(der.BITS))
        outer.end()
        self.tbs, parts = tbs.whole, Parts(tbs)
        must(der.small(only(parts.take(0xA0).content, der.INTEGER)) == 2)
        self.serial = der.integer(parts.take(der.INTEGER))
        must(parts.take(der.SEQUENCE).whole == algorithm.whole)
        self.issuer = parts.take(der.SEQUENCE).whole
        validity = parts.take(der.SEQUENCE).parts()
        must(len(validity) == 2)
        self.subject, self.spki = parts.take(der.SEQUENCE).whole, parts.take(der.SEQUENCE).whole
        parts.maybe(0x81)
        parts.maybe(0x82)
        extensions = _extensions(parts.maybe(0xA3))
        parts.end()
        self.begins, self.ends = map(der.time, validity)
        self.algorithm = der.algorithm(algorithm)[0]
        self._read(extensions)

    def _read(self, extensions):
        values = {name: value for name, (_, value) in extensions.items()}
        self.authority, self.path = False, None
        if CONSTRAINTS in values:
            parts = Parts(only(values[CONSTRAINTS], der.SEQUENCE))
            authority, length = parts.maybe(der.BOOLEAN), parts.maybe(der.INTEGER)
            parts.end()
            self.authority, self.path = authority is not None and der.flag(authority), None if length is None else der.small(length)
        usage = values.get(KEY_USAGE)
        self.signs_certificates = usage is None or _has_bit(usage, 5)
        self.signs_data = usage is None or _has_bit(usage, 0) or _has_bit(usage, 1)
        self.usages = [der.oid(each) for each in only(values[USAGES], der.SEQUENCE).parts()] if USAGES in values else None
        self.key_id = only(values[KEY_ID], der.OCTETS).content if KEY_ID in values else None
        self.usages_critical = extensions.get(USAGES, (False, None))[0]
        self.strange = any(critical and name not in UNDERSTOOD for name, (critical, _) in extensions.items())


def _rsa(key, digest, signature, message):
    parts = Parts(only(key, der.SEQUENCE))
    modulus, exponent = der.integer(parts.take(der.INTEGER)), der.integer(parts.take(der.INTEGER))
    parts.end()
    size = len(modulus) - 1
    if modulus[0] or not 256 <= size <= 1024 or modulus[1] < 0x80 or exponent != b"\1\0\1" or len(signature) != size:
        return False
    n, value = int.from_bytes(modulus, "big"), int.from_bytes(signature, "big")
    info = bytes.fromhex(INFO[digest]) + digest(message).digest()
    return value < n and pow(value, 65537, n).to_bytes(size, "big") == b"\0\1" + b"\xff" * (size - 3 - len(info)) + b"\0" + info


def verify(spki, algorithm, digest_algorithm, signature, message):
    """Whether a signature is valid; the digest algorithm is that of a SignerInfo, which counts where the algorithm is plain RSA."""
    try:
        parts = Parts(only(spki, der.SEQUENCE))
        kind, curve = der.algorithm(parts.take(der.SEQUENCE))
        key = der.bits(parts.take(der.BITS))
        parts.end()
        if kind == EC_KEY and algorithm in ECDSA and curve in CURVES:
            return curves.verify_with(CURVES[curve], key, ECDSA[algorithm](message).digest(), signature)
        digest = HASHES.get(digest_algorithm) if algorithm == RSA_KEY else RSA.get(algorithm)
        return kind == RSA_KEY and digest is not None and _rsa(key, digest, signature, message)
    except der.NotDer:
        return False
