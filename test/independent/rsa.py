"""RSA public keys and signatures as the format allows them (RFC 8017: PKCS#1 v1.5 and PSS, SHA-256)."""
import hashlib

PREFIX = bytes.fromhex("300d06092a864886f70d0101010500")
SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


def _element(data, at, tag):
    """(content, end) of one DER element with minimal length, or None."""
    if len(data) < at + 2 or data[at] != tag:
        return None
    length, start = data[at + 1], at + 2
    if length >= 128:
        size = length & 127
        if not 1 <= size <= 2 or len(data) < start + size:
            return None
        length = int.from_bytes(data[start:start + size], "big")
        if length < (128 if size == 1 else 256):
            return None
        start += size
    return (data[start:start + length], start + length) if len(data) >= start + length else None


def read_key(spki):
    """(modulus, exponent) of an RSA SubjectPublicKeyInfo of 3072 or 4096 bits and exponent 65537, or None."""
    outer = _element(spki, 0, 0x30)
    if not outer or outer[1] != len(spki) or not outer[0].startswith(PREFIX):
        return None
    bits = _element(outer[0], len(PREFIX), 3)
    if not bits or bits[1] != len(outer[0]) or bits[0][:1] != b"\0":
        return None
    pair = _element(bits[0], 1, 0x30)
    if not pair or pair[1] != len(bits[0]):
        return None
    modulus = _element(pair[0], 0, 2)
    exponent = _element(pair[0], modulus[1], 2) if modulus else None
    if not exponent or exponent[1] != len(pair[0]) or exponent[0] != b"\1\0\1":
        return None
    body = modulus[0]
    if len(body) < 2 or body[0] != 0 or not body[1] & 128:
        return None
    n = int.from_bytes(body, "big")
    return (n, 65537) if n.bit_length() in (3072, 4096) else None


def _mask(seed, length):
    out, counter = b"", 0
    while len(out) < length:
        out += hashlib.sha256(seed + counter.to_bytes(4, "big")).digest()
        counter += 1
    return out[:length]


def _pss(block, bits, digest):
    em = block[-((bits + 7) // 8):]
    if block[:-len(em)].strip(b"\0") or em[-1] != 0xBC:
        return False
    masked, h = em[:-33], em[-33:-1]
    spare = 8 * len(em) - bits
    if masked[0] >> (8 - spare) if spare else False:
        return False
    db = bytes(a ^ b for a, b in zip(masked, _mask(h, len(masked))))
    db = bytes([db[0] & (0xFF >> spare)]) + db[1:]
    if db[:-33].strip(b"\0") or db[-33] != 1:
        return False
    return hashlib.sha256(b"\0" * 8 + digest + db[-32:]).digest() == h


def verify(spki, message, signature):
    key = read_key(spki)
    if not key:
        return False
    size = (key[0].bit_length() + 7) // 8
    value = int.from_bytes(signature, "big")
    if len(signature) != size or value >= key[0]:
        return False
    block = pow(value, key[1], key[0]).to_bytes(size, "big")
    digest = hashlib.sha256(message).digest()
    info = SHA256_INFO + digest
    if block == b"\0\1" + b"\xff" * (size - 3 - len(info)) + b"\0" + info:
        return True
    return _pss(block, key[0].bit_length() - 1, digest)
