"""RSAES-OAEP decryption by RFC 8017 section 7.1.2, from the standard library alone: a second opinion beside OpenSSL. For tests only.

Input: one JSON object with n and d as decimal text, the hash's name, the ciphertext in hexadecimal. Output: the message in hexadecimal.
"""
import hashlib
import json
import sys

given = json.load(sys.stdin)
n, d = int(given["n"]), int(given["d"])
name = given["hash"]
ciphertext = bytes.fromhex(given["ciphertext"])
k = (n.bit_length() + 7) // 8
h_len = hashlib.new(name).digest_size
if len(ciphertext) != k:
    sys.exit("not as long as the modulus")


def mgf1(seed, length):
    out = b""
    while len(out) < length:
        out += hashlib.new(name, seed + (len(out) // h_len).to_bytes(4, "big")).digest()
    return out[:length]


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


em = pow(int.from_bytes(ciphertext, "big"), d, n).to_bytes(k, "big")
seed = xor(em[1:1 + h_len], mgf1(em[1 + h_len:], h_len))
block = xor(em[1 + h_len:], mgf1(seed, k - h_len - 1))
padding, separator, message = block[h_len:].partition(b"\x01")
if em[0] != 0 or block[:h_len] != hashlib.new(name).digest() or separator == b"" or padding.strip(b"\x00") != b"":
    sys.exit("decryption error")
print(message.hex())
