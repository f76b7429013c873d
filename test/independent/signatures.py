"""The signatures of the statement under the keys of the signer list (R-SIG); which keys are the right ones only pins can say."""
import curves
from forms import from_pem, sha256

CURVE = {"ES256": curves.P256, "ES384": curves.P384}


def read_keys(files, predicate, found):
    """R-SIG-02: SPKI by signer id, of those whose key file is as the signer list says."""
    keys = {}
    for signer in predicate["signers"]:
        name = "keys/%s.pem" % signer["id"]
        data = files.bytes(name)
        if data is None:
            continue
        spki = from_pem(data)
        point = curves.point_of(spki) if spki else None
        if not point or point[0] is not CURVE[signer["algorithm"]] or sha256(spki) != signer["keySha256"]:
            found.error("R-SIG-02", name)
        else:
            keys[signer["id"]] = spki
    return keys


def who_signed(envelope, signers, keys):
    """For each signature the ids of the signers under whose key it is valid; the one it names is tried first."""
    answer = []
    for keyid, der in envelope.signatures:
        ids = sorted((each["id"] for each in signers if each["id"] in keys), key=lambda each: each != keyid)
        by = {each["id"]: each for each in signers}
        answer.append(next((each for each in ids if curves.verify(keys[each], envelope.message, der, CURVE[by[each]["algorithm"]])), None))
    return answer


def judge_signatures(ctx, found):
    """R-SIG-01, 03 to 06; ids of the signers with a valid signature."""
    signers = ctx.predicate["signers"]
    signed = who_signed(ctx.envelope, signers, ctx.keys)
    file, once, counted = "statement.dsse.json", set(), set()
    digests = {each["id"]: each["keySha256"] for each in signers}
    for (keyid, _), signer in zip(ctx.envelope.signatures, signed):
        if signer is None:
            found.error("R-SIG-03", file, keyid)
            continue
        if keyid != signer:
            found.error("R-SIG-05", file, keyid)
        if digests[signer] in counted:
            found.error("R-SIG-04", file, signer)
            continue
        counted.add(digests[signer])
        once.add(signer)
    for signer in signers:
        if signer["id"] in once:
            continue
        if signer["required"]:
            found.error("R-SIG-01", file, signer["id"])
        else:
            found.warning("R-SIG-06", file, signer["id"])
    return once
