"""RFC 3161 timestamps over the statement (R-STAMP), as docs/formats/sidecars.md has them judged."""
import datetime

import der
from certificates import HASHES, Certificate, verify
from der import NotDer, Parts, must, only

SIGNED_DATA, TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE, MESSAGE_DIGEST, NAMES = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.16.2.47"
SHA256, STAMPING, ANY = "2.16.840.1.101.3.4.2.1", "1.3.6.1.5.5.7.3.8", "2.5.29.37.0"
MOST_CERTIFICATES, MOST_WAY = 16, 7


class Stamp:
    """NotDer where the file has another form than the documented one."""

    def __init__(self, data):
        outer = only(data, der.SEQUENCE)
        parts, token = outer.parts(), outer
        if parts and parts[0].tag == der.SEQUENCE:
            must(der.small(Parts(parts[0]).take(der.INTEGER)) <= 1 and len(parts) == 2)
            token = parts[1]
        info = Parts(token)
        must(der.oid(info.take(der.OID)) == SIGNED_DATA)
        signed = Parts(only(info.take(0xA0).content, der.SEQUENCE))
        info.end()
        der.small(signed.take(der.INTEGER))
        signed.take(der.SET)
        inner = Parts(signed.take(der.SEQUENCE))
        must(der.oid(inner.take(der.OID)) == TST_INFO)
        self.content = only(inner.take(0xA0).content, der.OCTETS).content
        inner.end()
        certificates = signed.maybe(0xA0)
        signed.maybe(0xA1)
        signers = signed.take(der.SET).parts()
        signed.end()
        must(len(signers) == 1)
        held = certificates.parts() if certificates else []
        must(len(held) <= MOST_CERTIFICATES)
        self._info()
        self.certificates = [Certificate(each.whole) for each in held if each.tag == der.SEQUENCE]
        self._signer(signers[0])

    def _info(self):
        parts = Parts(only(self.content, der.SEQUENCE))
        must(der.small(parts.take(der.INTEGER)) == 1)
        der.oid(parts.take(der.OID))
        imprint = Parts(parts.take(der.SEQUENCE))
        self.imprint = der.algorithm(imprint.take(der.SEQUENCE))[0], imprint.take(der.OCTETS).content
        imprint.end()
        der.integer(parts.take(der.INTEGER))
        self.time = der.time(parts.take(der.TIME))
        for tag in (der.SEQUENCE, der.BOOLEAN, der.INTEGER, 0xA0):
            parts.maybe(tag)
        parts.end()

    def _signer(self, element):
        parts = Parts(element)
        der.small(parts.take(der.INTEGER))
        key_id = parts.maybe(0x80)
        self.key_id, self.named = key_id.content if key_id else None, None
        if key_id is None:
            names = Parts(parts.take(der.SEQUENCE))
            self.named = names.take(der.SEQUENCE).whole, der.integer(names.take(der.INTEGER))
            names.end()
        self.digest = der.algorithm(parts.take(der.SEQUENCE))[0]
        attributes = parts.take(0xA0)
        self.algorithm, self.signature = der.algorithm(parts.take(der.SEQUENCE))[0], parts.take(der.OCTETS).content
        parts.maybe(0xA1)
        parts.end()
        found = {}
        for each in der.in_order(attributes.parts()):
            pair = Parts(each)
            name, values = der.oid(pair.take(der.OID)), pair.take(der.SET).parts()
            pair.end()
            must(name not in found and len(values) == 1)
            found[name] = values[0]
        must(CONTENT_TYPE in found and MESSAGE_DIGEST in found and found[MESSAGE_DIGEST].tag == der.OCTETS)
        self.content_type, self.message_digest = der.oid(found[CONTENT_TYPE]), found[MESSAGE_DIGEST].content
        self._certificate_id(found.get(NAMES))
        self.signed = bytes([der.SET]) + attributes.whole[1:]

    def _certificate_id(self, element):
        must(element is not None and element.tag == der.SEQUENCE)
        named = Parts(element).take(der.SEQUENCE).parts()
        must(named)
        parts = Parts(named[0])
        algorithm = parts.maybe(der.SEQUENCE)
        self.certificate_id = der.algorithm(algorithm)[0] if algorithm else SHA256, parts.take(der.OCTETS).content

    def names(self, certificate):
        if self.key_id is not None:
            return certificate.key_id == self.key_id
        return (certificate.issuer, certificate.serial) == self.named

    def signed_by(self, certificate):
        digest, named = HASHES.get(self.digest), HASHES.get(self.certificate_id[0])
        if not digest or not named or self.content_type != TST_INFO:
            return False
        if digest(self.content).digest() != self.message_digest or named(certificate.der).digest() != self.certificate_id[1]:
            return False
        return verify(certificate.spki, self.algorithm, self.digest, self.signature, self.signed)


def _issued(issuer, certificate, between):
    return (issuer.subject == certificate.issuer and issuer.authority and issuer.signs_certificates and (issuer.path is None or issuer.path >= between)
            and (issuer.usages is None or STAMPING in issuer.usages or ANY in issuer.usages)
            and verify(issuer.spki, certificate.algorithm, None, certificate.signature, certificate.tbs))


def leads_to(certificate, others, roots, moment):
    """Whether a way of certificates that are good at the moment leads to a pinned one; each is tried once, by the shortest way."""
    def good(each):
        return each.begins <= moment <= each.ends and not each.strange
    pinned = {each.der for each in roots}
    left = {each.der: each for each in [*roots, *others] if good(each) and each.der != certificate.der}
    reached = [certificate] if good(certificate) else []
    for between in range(MOST_WAY):
        if any(each.der in pinned for each in reached):
            return True
        reached = [each for each in left.values() if any(_issued(each, one, between) for one in reached)]
        for each in reached:
            del left[each.der]
    return False


def judge_timestamp(data, payload, ended, roots, file, found):
    """R-STAMP of one file; `roots` are pinned certificates, or None."""
    try:
        stamp = Stamp(data)
    except NotDer:
        found.error("R-STAMP-01", file)
        return
    digest = HASHES.get(stamp.imprint[0])
    if digest is None or digest(payload).digest() != stamp.imprint[1]:
        found.error("R-STAMP-02", file)
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=stamp.time)
    if moment < datetime.datetime.fromisoformat(ended[:-1]):
        found.warning("R-STAMP-06", file)
    pinned = [Certificate(each) for each in roots or []]
    named = [each for each in [*stamp.certificates, *pinned] if stamp.names(each)]
    certificate = next((each for each in named if stamp.signed_by(each)), None)
    if certificate is None:
        if named or roots is not None:
            found.error("R-STAMP-03", file)
        return
    if not (certificate.usages_critical and certificate.usages == [STAMPING] and certificate.signs_data):
        found.error("R-STAMP-05", file)
    if roots is not None and not leads_to(certificate, stamp.certificates, pinned, stamp.time):
        found.error("R-STAMP-04", file)
