"""The events of the record and their fields, as data; what is not in this table is no event."""
import shapes as s

_shares = s.list_of(s.index)
_facts = s.map_of(s.long_text)
_done = s.one_of("destroyed", "not-destroyed")
_both = {"inventoryBefore": s.inventory, "inventoryAfter": s.inventory}
_acts = {"participant": s.participant, "signature": s.base64_text}
_set = {"set": s.set_id}
_key = {"key": s.key_name}

EVENTS = {
    "ceremony.opened": dict(
        ceremony=s.ceremony_id, kind=s.one_of(*s.KINDS), mode=s.one_of("rehearsal", "production"), title=s.text, organisation=s.text, application=s.text,
        planSha256=s.digest, previous=s.either(s.digest, s.null), inherited=s.list_of(s.Shape(name=s.text, sha256=s.digest)), machine=_facts),
    "plan.reviewed": dict(words=s.list_of(s.text), warnings=s.list_of(s.long_text)),
    "environment.checked": dict(findings=s.list_of(s.Shape(id=s.text, status=s.one_of("pass", "warn", "fail"), sentence=s.long_text))),
    "participant.registered": dict(
        _acts, maybe_postQuantum=s.Shape(algorithm=s.just("ML-DSA-65"), publicKey=s.base64_text, signature=s.base64_text), roles=s.list_of(s.text), publicKey=s.base64_text, again=s.flag),
    "participant.absent": dict(participant=s.participant, reason=s.long_text, by=s.participant),
    "hsm.examined": dict(token=s.token_name, report=s.report, inventory=s.inventory),
    "hsm.prepare-started": dict(token=s.token_name),
    "hsm.prepared": dict(
        token=s.token_name, how=s.one_of("initialised", "adopted"), report=s.report, capabilities=s.capabilities, inventory=s.inventory,
        pinHolders=s.Shape(securityOfficer=s.list_of(s.participant), user=s.list_of(s.participant))),
    "hsm.unlocked": dict(token=s.token_name, by=s.list_of(s.participant)),
    "hsm.locked": dict(token=s.token_name, why=s.one_of("pause", "restart", "device")),
    "hsm.retired": dict(label=s.text, serial=s.text, fate=s.one_of("lost", "stolen", "broken", "retired", "destroyed"), note=s.long_text, by=s.participant),
    "key.found": dict(_key, evidence=s.evidence),
    "key.generation-started": dict(_key, id=s.key_id),
    "key.generated": dict(_key, **_both, evidence=s.evidence, found=s.flag),
    "backup.started": dict(_set),
    "backup.made": dict(
        _set, **_both, threshold=s.share_count, count=s.share_count, commitments=s.commitments, package=s.digest, trusted=s.flag,
        wrappingKey=s.map_of(s.text), combinations=s.Shape(total=s.whole(0), checked=s.whole(0))),
    "share.written": dict(_set, index=s.index, custodian=s.participant, carrier=s.one_of("paper", "smartcard"), where=s.long_text, maybe_card=s.card),
    "share.removed": dict(_set, index=s.index),
    "share.read": {**_set, "index": s.index, "from": s.read_from, "maybe_card": s.card},
    "share.refused": dict(step=s.text, code=s.text),
    "set.voided": dict(_set, reason=s.long_text),
    "set.declared-void": dict(_set, **_acts, reason=s.long_text, second=s.signed_by),
    "quorum.joined": dict(
        _set, **_acts, purpose=s.Shape(operation=s.one_of(*s.KINDS), token=s.text, keys=s.list_of(s.key_name))),
    "share.presented": {**_set, "index": s.index, "participant": s.participant, "from": s.read_from, "maybe_card": s.card},
    "quorum.cleared": dict(_set, reason=s.long_text),
    "share.checked": {
        **_set, "index": s.index, "result": s.one_of("readable", "missing", "damaged", "bag-mismatch"), "bag": s.either(s.text, s.null),
        "maybe_from": s.read_from, "maybe_card": s.card, "maybe_note": s.long_text},
    "share.destroyed": dict(_set, index=s.index, result=_done, how=s.long_text),
    "package.destroyed": dict(_set, result=_done, how=s.long_text),
    "restore.started": dict(_set, shares=_shares),
    "restore.passed": dict(_set, **_both, shares=_shares, challenge=s.hex_of(16, 64), keys=s.proven_keys, evidence=s.list_of(s.evidence)),
    "restore.failed": dict(_set, code=s.text),
    "proof.started": dict(_set, shares=_shares),
    "proof.passed": dict(_set, **_both, shares=_shares, token=s.token_info, challenge=s.hex_of(16, 64), keys=s.proven_keys),
    "proof.failed": dict(_set, code=s.text, keys=s.proven_keys),
    "key.sealed": dict(_key, evidence=s.evidence),
    "key.state-set": dict(_key, state=s.one_of(*s.STATES), reason=s.long_text, until=s.either(s.date, s.null)),
    "root.certified": dict(old=s.digest, next=s.digest, byOld=s.base64_text, byNext=s.base64_text),
    "root.attested": dict(signature=s.base64_text),
    "key.destroyed": dict(_key, **_both, failedUse=s.text),
    "target.imported": dict(kind=s.text, spkiSha256=s.digest, spki=s.base64_text),
    "key.delivered": dict(
        _key, target=s.text, spkiSha256=s.either(s.digest, s.just("")), files=s.list_of(s.Shape(name=s.text, sha256=s.digest))),
    "step.confirmed": dict(_acts, step=s.text, maybe_note=s.long_text),
    "deviation.recorded": dict(id=s.whole(1), step=s.text, what=s.long_text, remedy=s.long_text, by=s.text, automatic=s.flag),
    "deviation.accepted": dict(_acts, id=s.whole(1)),
    "ceremony.paused": dict(by=s.participant, reason=s.long_text),
    "ceremony.continued": dict(by=s.participant),
    "ceremony.resumed": dict(machine=_facts, findings=s.list_of(s.long_text)),
    "step.failed": dict(step=s.text, code=s.text, detail=s.map_of(s.either(s.long_text, s.number(), s.flag))),
    "record.ended": dict(inventory=s.inventory),
    "record.reopened": dict(reason=s.long_text),
    "statement.signed": dict(signer=s.participant, signature=s.base64_text, maybe_postQuantum=s.base64_text),
    "ceremony.closed": dict(statement=s.digest),
    "key.discarded": dict(_key, **_both, failedUse=s.text),
    "ceremony.abandoned": dict(_acts, reason=s.long_text, second=s.signed_by),
}
EVENT_SHAPES = {name: s.Shape(type=s.just(name), **fields) for name, fields in EVENTS.items()}


def is_event(value):
    kind = value.get("type") if isinstance(value, dict) else None
    return isinstance(kind, str) and kind in EVENT_SHAPES and EVENT_SHAPES[kind](value)
