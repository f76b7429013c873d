"""Ed25519 signatures (RFC 8032 section 5.1.7) by big integers; only public values pass through it."""
import hashlib

P, L = 2 ** 255 - 19, 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)
HEAD = bytes.fromhex("302a300506032b6570032100")


def _point(data):
    """Extended coordinates of an encoded point in its one encoding, or None."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x - u) % P:
        x = x * ROOT % P
    if (v * x * x - u) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _add(one, other):
    a, b = (one[1] - one[0]) * (other[1] - other[0]), (one[1] + one[0]) * (other[1] + other[0])
    c, d = 2 * one[3] * other[3] * D, 2 * one[2] * other[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(factor, point):
    total = (0, 1, 1, 0)
    for bit in bin(factor)[2:]:
        total = _add(total, total)
        if bit == "1":
            total = _add(total, point)
    return total


def _same(one, other):
    return not (one[0] * other[2] - other[0] * one[2]) % P and not (one[1] * other[2] - other[1] * one[2]) % P


BASE = _point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def verify(spki, message, signature):
    if len(spki) != 44 or not spki.startswith(HEAD) or len(signature) != 64:
        return False
    key, r, s = _point(spki[12:]), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    # A key of small order would fit many messages.
    if key is None or r is None or s >= L or _same(_times(8, key), (0, 1, 1, 0)):
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + spki[12:] + message).digest(), "little") % L
    return _same(_times(8 * s, BASE), _times(8, _add(r, _times(h, key))))
