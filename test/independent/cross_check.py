"""The arithmetic of this verifier beside the `openssl` command: python3 cross_check.py BUNDLE... prints how many signatures both judged, and whether alike."""
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import curves
from bundle import judge, source_at
from forms import from_base64
from people import acts, message


def by_openssl(spki, text, der, digest):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, data in (("key", spki), ("text", text), ("signature", der)):
            paths.append(os.path.join(folder, name))
            with open(paths[-1], "wb") as stream:
                stream.write(data)
        command = ["openssl", "dgst", "-" + digest, "-verify", paths[0], "-keyform", "DER", "-signature", paths[2], paths[1]]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def signatures_of(folder):
    """(key, message, signature, curve, hash) of the statement and of the first acts in the record."""
    ctx, _ = judge(source_at(folder))
    spkis = {each.name: each.spki for each in ctx.keys if not each.second}
    for keyid, der in ctx.envelope.signatures:
        root = keyid == "hsm-root"
        yield spkis[keyid], ctx.envelope.message, der, curves.P384 if root else curves.P256, "sha384" if root else "sha256"
    keys = {}
    for entry in ctx.entries[:16]:
        for who, key, signature, what in acts(entry, ctx.opened["planSha256"]):
            keys[who] = key or keys[who]
            yield keys[who], message(ctx.opened["ceremony"], entry.prev, what), from_base64(signature), curves.P256, "sha256"


def main(folders):
    counts = {"valid": 0, "invalid": 0, "different": 0}
    for folder in folders:
        for spki, text, der, curve, digest in signatures_of(folder):
            for changed in (text, text + b" "):
                ours = curves.verify(spki, changed, der, curve)
                counts["valid" if ours else "invalid"] += 1
                counts["different"] += ours != by_openssl(spki, changed, der, digest)
    print(json.dumps(counts))


if __name__ == "__main__":
    main(sys.argv[1:])
