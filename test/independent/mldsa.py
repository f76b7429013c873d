"""ML-DSA-65 verification (FIPS 204, algorithms 3 and 8), pure, with the empty context; only public values pass through it."""
import hashlib

Q, K, L, D = 8380417, 6, 5, 13
TAU, GAMMA1, GAMMA2, BETA, OMEGA, C_BYTES = 49, 1 << 19, 261888, 196, 55, 48
KEY_BYTES, SIGNATURE_BYTES = 1952, 3309
PREFIX = bytes.fromhex("308207b2300b0609608648016503040312038207a100")
ZETAS = [pow(1753, int("{:08b}".format(each)[::-1], 2), Q) for each in range(256)]
_matrices, _known = {}, {}


def key_of(spki):
    """The key of FIPS 204 in a SubjectPublicKeyInfo (RFC 9881), or None."""
    return spki[len(PREFIX):] if spki.startswith(PREFIX) and len(spki) == len(PREFIX) + KEY_BYTES else None


def ntt(values):
    w, m, length = list(values), 0, 128
    while length:
        for start in range(0, 256, 2 * length):
            m += 1
            zeta = ZETAS[m]
            for j in range(start, start + length):
                t = zeta * w[j + length] % Q
                w[j + length], w[j] = w[j] - t, w[j] + t
        length >>= 1
    return [each % Q for each in w]


def inverse_ntt(values):
    w, m, length = list(values), 256, 1
    while length < 256:
        for start in range(0, 256, 2 * length):
            m -= 1
            zeta = -ZETAS[m]
            for j in range(start, start + length):
                t = w[j]
                w[j], w[j + length] = t + w[j + length], zeta * (t - w[j + length]) % Q
        length <<= 1
    return [8347681 * each % Q for each in w]


def _unpack(data, bits):
    number, mask = int.from_bytes(data, "little"), (1 << bits) - 1
    return [number >> (bits * at) & mask for at in range(256)]


def _entry(seed):
    """RejNTTPoly."""
    stream, found, at = hashlib.shake_128(seed).digest(1344), [], 0
    while len(found) < 256:
        value = stream[at] | stream[at + 1] << 8 | (stream[at + 2] & 127) << 16
        at += 3
        if value < Q:
            found.append(value)
    return found


def _matrix(rho):
    if rho not in _matrices:
        _matrices[rho] = [[_entry(rho + bytes([s, r])) for s in range(L)] for r in range(K)]
    return _matrices[rho]


def _in_ball(seed):
    stream, c, at = hashlib.shake_256(seed).digest(1024), [0] * 256, 8
    signs = int.from_bytes(stream[:8], "little")
    for i in range(256 - TAU, 256):
        while stream[at] > i:
            at += 1
        j = stream[at]
        at += 1
        c[i] = c[j]
        c[j] = -1 if signs >> (i + TAU - 256) & 1 else 1
    return c


def _hints(packed):
    """HintBitUnpack; None where the packing is not the one of the standard."""
    hints, index = [], 0
    for row in range(K):
        end, first, places = packed[OMEGA + row], index, set()
        if end < index or end > OMEGA:
            return None
        while index < end:
            if index > first and packed[index - 1] >= packed[index]:
                return None
            places.add(packed[index])
            index += 1
        hints.append(places)
    return hints if not any(packed[index:OMEGA]) else None


def _use_hint(hinted, r):
    r0 = r % (2 * GAMMA2)
    if r0 > GAMMA2:
        r0 -= 2 * GAMMA2
    if r - r0 == Q - 1:
        r1, r0 = 0, r0 - 1
    else:
        r1 = (r - r0) // (2 * GAMMA2)
    return (r1 + (1 if r0 > 0 else -1)) % 16 if hinted else r1


def _verify(key, message, signature):
    c_tilde, packed = signature[:C_BYTES], signature[C_BYTES:C_BYTES + L * 640]
    z = [[GAMMA1 - each for each in _unpack(packed[at * 640:(at + 1) * 640], 20)] for at in range(L)]
    hints = _hints(signature[C_BYTES + L * 640:])
    if hints is None or any(abs(each) >= GAMMA1 - BETA for row in z for each in row):
        return False
    mu = hashlib.shake_256(hashlib.shake_256(key).digest(64) + b"\0\0" + message).digest(64)
    matrix, c = _matrix(key[:32]), ntt(_in_ball(c_tilde))
    z_hat, encoded = [ntt(row) for row in z], b""
    for row in range(K):
        t = ntt([each << D for each in _unpack(key[32 + row * 320:32 + (row + 1) * 320], 10)])
        w = inverse_ntt([(sum(matrix[row][s][at] * z_hat[s][at] for s in range(L)) - c[at] * t[at]) % Q for at in range(256)])
        high = [_use_hint(at in hints[row], w[at]) for at in range(256)]
        encoded += bytes(high[at] | high[at + 1] << 4 for at in range(0, 256, 2))
    return hashlib.shake_256(mu + encoded).digest(C_BYTES) == c_tilde


def verify(spki, message, signature):
    """Whether a signature is valid under a key, given as SubjectPublicKeyInfo."""
    key = key_of(spki)
    if key is None or len(signature) != SIGNATURE_BYTES:
        return False
    asked = (key, hashlib.sha256(message).digest(), signature)
    if asked not in _known:
        _known[asked] = _verify(key, message, signature)
    return _known[asked]
