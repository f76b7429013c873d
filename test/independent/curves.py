"""ECDSA verification on P-256, P-384 and P-521 by big integers (FIPS 186-5 section 6.4.2); only public values pass through it."""
import hashlib

import der


class Curve:
    def __init__(self, name, size, p, b, n, gx, gy, prefix, digest):
        self.name, self.size, self.p, self.b, self.n = name, size, p, b, n
        self.prefix, self.digest = bytes.fromhex(prefix), digest
        self.seen, self.tables = {}, {}
        self.generator = (gx, gy)

    def is_on(self, x, y):
        return x < self.p and y < self.p and (y * y - (x * x * x - 3 * x + self.b)) % self.p == 0

    def double(self, point):
        """Jacobian doubling for a = -3."""
        x, y, z = point
        p = self.p
        if not z:
            return point
        delta, gamma = z * z % p, y * y % p
        beta = x * gamma % p
        alpha = 3 * (x - delta) * (x + delta) % p
        x3 = (alpha * alpha - 8 * beta) % p
        return (x3, (alpha * (4 * beta - x3) - 8 * gamma * gamma) % p, 2 * y * z % p)

    def add(self, point, other):
        """A Jacobian point and an affine one."""
        x1, y1, z1 = point
        x2, y2 = other
        p = self.p
        if not z1:
            return (x2, y2, 1)
        zz = z1 * z1 % p
        h = (x2 * zz - x1) % p
        r = (y2 * z1 * zz - y1) % p
        if not h:
            return self.double(point) if not r else (1, 1, 0)
        hh = h * h % p
        hhh, v = h * hh % p, x1 * hh % p
        x3 = (r * r - hhh - 2 * v) % p
        return (x3, (r * (v - x3) - y1 * hhh) % p, z1 * h % p)

    def affine(self, points):
        """Many points at the price of one inversion."""
        p, running, product = self.p, [], 1
        for _, _, z in points:
            running.append(product)
            product = product * z % p
        inverse, found = pow(product, -1, p), [None] * len(points)
        for at in range(len(points) - 1, -1, -1):
            x, y, z = points[at]
            zi = inverse * running[at] % p
            inverse = inverse * z % p
            zz = zi * zi % p
            found[at] = (x * zz % p, y * zz * zi % p)
        return found

    def table(self, base):
        """Multiples 1 to 15 of base times 16^i, so that a product is a sum of table entries."""
        if base not in self.tables:
            points, window = [], (base[0], base[1], 1)
            for _ in range(self.size * 2):
                (start,) = self.affine([window])
                multiple = (start[0], start[1], 1)
                for _ in range(15):
                    points.append(multiple)
                    multiple = self.add(multiple, start)
                window = multiple
            self.tables[base] = self.affine(points)
        return self.tables[base]

    def sum_of(self, pairs):
        """The sum of factor times base over all pairs, affine, or None for infinity."""
        total, slow = (1, 1, 0), []
        for factor, base in pairs:
            self.seen[base] = self.seen.get(base, 0) + 1
            if base == self.generator or self.seen[base] > 3:
                table, at = self.table(base), 0
                while factor:
                    if factor & 15:
                        total = self.add(total, table[at + (factor & 15) - 1])
                    factor >>= 4
                    at += 15
            else:
                slow.append((factor, base))
        for factor, base in slow:
            product = (1, 1, 0)
            for bit in bin(factor)[2:]:
                product = self.double(product)
                if bit == "1":
                    product = self.add(product, base)
            if product[2]:
                total = self.add(total, self.affine([product])[0])
        return self.affine([total])[0] if total[2] else None


P256 = Curve("P-256", 32, 2 ** 256 - 2 ** 224 + 2 ** 192 + 2 ** 96 - 1,
             0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
             0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
             0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
             0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
             "3059301306072a8648ce3d020106082a8648ce3d03010703420004", hashlib.sha256)
P384 = Curve("P-384", 48, 2 ** 384 - 2 ** 128 - 2 ** 96 + 2 ** 32 - 1,
             0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
             0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
             0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
             0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
             "3076301006072a8648ce3d020106052b8104002203620004", hashlib.sha384)

P521 = Curve("P-521", 66, 2 ** 521 - 1,
             0x0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00,
             0x01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409,
             0x00C6858E06B70404E9CD9E3ECB662395B4429C648139053FB521F828AF606B4D3DBAA14B5E77EFE75928FE1DC127A2FFA8DE3348B3C1856A429BF97E7E31C2E5BD66,
             0x011839296A789A3BC0045C8A5FB42C7D1BD998F54449579B446817AFBD17273E662C97EE72995EF42640C550B9013FAD0761353C7086A272C24088BE94769FD16650,
             "", hashlib.sha512)


def point_of(spki):
    """(curve, point) of an EC SubjectPublicKeyInfo in the documented form, or None."""
    for curve in (P256, P384):
        if spki.startswith(curve.prefix) and len(spki) == len(curve.prefix) + 2 * curve.size:
            rest = spki[len(curve.prefix):]
            point = int.from_bytes(rest[:curve.size], "big"), int.from_bytes(rest[curve.size:], "big")
            return (curve, point) if curve.is_on(*point) else None
    return None


def read_signature(data, n):
    """(r, s) of a DER signature in its one encoding, or None."""
    try:
        parts = der.Parts(der.only(data, der.SEQUENCE))
        r, s = (der.integer(parts.take(der.INTEGER)) for _ in range(2))
        parts.end()
    except der.NotDer:
        return None
    if r[0] & 128 or s[0] & 128:
        return None
    r, s = int.from_bytes(r, "big"), int.from_bytes(s, "big")
    return (r, s) if 1 <= r < n and 1 <= s < n else None


_known = {}


def verify(spki, message, signature, curve):
    """Whether a signature is valid under a key of this curve, with its own hash (ES256, ES384). Remembered, for bundles that share a record."""
    asked = (spki, curve.digest(message).digest(), signature, curve.name)
    if asked not in _known:
        if len(_known) > 20000:
            _known.clear()
        key = point_of(spki)
        _known[asked] = key is not None and key[0] is curve and _verify(curve, key[1], asked[1], signature)
    return _known[asked]


def verify_with(curve, encoded, digest, signature):
    """Whether a signature over a digest of any length is valid under an uncompressed point of a curve."""
    if len(encoded) != 1 + 2 * curve.size or encoded[0] != 4:
        return False
    point = int.from_bytes(encoded[1:1 + curve.size], "big"), int.from_bytes(encoded[1 + curve.size:], "big")
    return curve.is_on(*point) and _verify(curve, point, digest, signature)


def _verify(curve, point, digest, signature):
    pair = read_signature(signature, curve.n)
    if not pair:
        return False
    r, s = pair
    # FIPS 186-5 section 6.4.2: the leftmost bits of the digest, as many as the order has.
    e = int.from_bytes(digest, "big") >> max(0, 8 * len(digest) - curve.n.bit_length())
    w = pow(s, -1, curve.n)
    total = curve.sum_of([(e * w % curve.n, curve.generator), (r * w % curve.n, point)])
    return total is not None and total[0] % curve.n == r
