/** R-KEY-17, R-KEY-18, R-REST, R-DEST: keys of the lineage as they were found, brought back by a quorum, and destroyed. */
import { fromBase64 } from '../../core/bytes/bytes.ts';
import { proofChallenge } from '../../core/ceremony/challenge.ts';
import type { EventOf } from '../../core/ceremony/events.ts';
import { keysInUse, keysToRestore } from '../../core/ceremony/scope.ts';
import type { KeyEvidence } from '../../core/ports/hsm.ts';
import { bundleNames } from '../../core/transcript/bundle.ts';
import { canonicalText } from '../../core/transcript/canonical-json.ts';
import { scopeOf } from '../check.ts';
import type { BundleContext, NewRecordCheck } from '../check.ts';
import { signedByKey } from '../key-signature.ts';
import type { RecordFacts } from '../record-facts.ts';
import { added, describe, strangers } from './inventories.ts';
import { evidenceAlone } from './keys.ts';

/** R-KEY-17. */
function ofTheLineage(context: BundleContext, seq: number, name: string, evidence: KeyEvidence): void {
  const { findings, inherited } = context;
  evidenceAlone(context, seq, name, evidence, false);
  if (inherited === null) return;
  const life = inherited.keys.find((k) => k.name === evidence.name && k.state !== 'destroyed');
  const same = life !== undefined && life.id === evidence.id && life.type === evidence.type && life.purpose === evidence.purpose && canonicalText(life.check) === canonicalText(evidence.check);
  if (!same) findings.add('R-KEY-17', { event: seq }, `Key "${evidence.name}" is not the key of that name that the lineage has.`);
}

/** R-REST-01, R-REST-02. */
function restored(context: BundleContext, seq: number, event: EventOf<'restore.passed'>, facts: RecordFacts): void {
  const { findings, inherited } = context;
  const where = { event: seq };
  const message = proofChallenge(facts.opened?.event.ceremony ?? '', event.set, event.challenge);
  for (const evidence of event.evidence) {
    ofTheLineage(context, seq, evidence.name, evidence);
    if (facts.keys.get(evidence.name)?.restored != null) findings.add('R-REST-01', where, `Key "${evidence.name}" is brought back a second time.`);
    if (evidence.attributes.LOCAL === 'true') findings.add('R-REST-01', where, `Key "${evidence.name}" came from a package, and says that it was made in the device.`);
  }
  const names = new Set([...event.evidence, ...event.keys].map((k) => k.name));
  for (const name of names) {
    const life = inherited?.keys.find((k) => k.name === name);
    const copies = event.keys.filter((k) => k.name === name);
    const copy = copies[0];
    const kept = event.evidence.filter((e) => e.name === name).length;
    if (copies.length !== 1 || kept !== 1 || copy === undefined || !copy.matches || (life !== undefined && canonicalText(life.check) !== canonicalText(copy.check))) {
      findings.add('R-REST-01', where, `Key "${name}" was not brought back exactly once with the check value that the lineage has.`);
    } else if (life !== undefined) {
      const signs = life.purpose === 'root-signing' || life.purpose === 'signing';
      if (copy.challengeSignature === null ? signs : !signedByKey(life, fromBase64(copy.challengeSignature), message)) findings.add('R-REST-02', where, `Key "${name}": the challenge is not signed by the key of the lineage.`);
    }
  }
}

/** R-REST-03. */
function objectsAroundRestore({ findings }: BundleContext, seq: number, { evidence, inventoryBefore, inventoryAfter }: EventOf<'restore.passed'>): void {
  const where = { event: seq };
  const foreign = new Set(evidence.flatMap((e) => strangers(e.type, inventoryAfter.filter((o) => o.id === e.id))));
  for (const { name, id } of evidence) {
    if (inventoryBefore.some((o) => o.id === id)) findings.add('R-REST-03', where, `An object with the id of key "${name}" was there before it was brought back.`);
    if (!inventoryAfter.some((o) => o.id === id && o.token)) findings.add('R-REST-03', where, `Key "${name}" is not among the objects afterwards.`);
  }
  for (const object of new Set([...added(inventoryBefore, inventoryAfter), ...foreign])) {
    if (foreign.has(object) || !evidence.some((e) => e.id === object.id)) findings.add('R-REST-03', where, `${describe(object)} appeared together with the keys brought back.`);
  }
  for (const object of added(inventoryAfter, inventoryBefore)) findings.add('R-REST-03', where, `${describe(object)} disappeared while keys were brought back.`);
}

/** R-DEST-01, R-DEST-02. */
function destroyed({ findings }: BundleContext, seq: number, event: EventOf<'key.destroyed'>, facts: RecordFacts): void {
  const where = { event: seq };
  const key = facts.keys.get(event.key);
  const id = key?.found?.evidence.id;
  if (key?.found == null) findings.add('R-DEST-01', where, `Key "${event.key}" is destroyed without having been found on the HSM.`);
  if (key?.destroyed != null) findings.add('R-DEST-01', where, `Key "${event.key}" is destroyed a second time.`);
  const { inventoryBefore, inventoryAfter, failedUse } = event;
  if (inventoryAfter.some((o) => o.id === id)) findings.add('R-DEST-01', where, `Objects of key "${event.key}" are still there.`);
  for (const object of [...added(inventoryBefore, inventoryAfter), ...added(inventoryAfter, inventoryBefore)]) {
    if (object.id !== id) findings.add('R-DEST-01', where, `${describe(object)} appeared or disappeared while key "${event.key}" was destroyed.`);
  }
  if (!inventoryBefore.some((o) => o.id === id) && failedUse === '') findings.add('R-DEST-02', where, `Key "${event.key}" was gone already when it was looked for.`);
  else if (failedUse === '' || failedUse === 'CKR_OK') findings.add('R-DEST-01', where, `A use of key "${event.key}" after its destruction was not seen to fail.`);
}

/** R-DEST-04. */
function stillToBeHad({ findings, statement }: BundleContext, facts: RecordFacts): void {
  for (const [name, key] of facts.keys) {
    if (key.destroyed === null) continue;
    for (const set of statement?.predicate.shareSets ?? []) {
      if (set.keys.includes(name)) findings.add('R-DEST-04', { event: key.destroyed.seq }, `Key "${name}" was destroyed, and a quorum of set ${set.id} still brings it back.`);
    }
  }
}

/** R-KEY-18. */
function complete(context: BundleContext, facts: RecordFacts): void {
  const scope = scopeOf(context);
  if (scope === null) return;
  const say = (name: string, what: string): void => context.findings.add('R-KEY-18', { file: bundleNames.transcript }, `Key "${name}" of the lineage ${what}.`);
  for (const name of keysInUse(scope)) if (facts.keys.get(name)?.found == null) say(name, 'was not found on the HSM');
  for (const name of keysToRestore(scope)) if (facts.keys.get(name)?.restored == null) say(name, 'was not brought back');
}

export const standingKeysCheck: NewRecordCheck = (context) => ({
  entry: ({ seq, event }, facts) => {
    switch (event.type) {
      case 'key.found':
        if (facts.keys.get(event.key)?.found != null) context.findings.add('R-KEY-17', { event: seq }, `Key "${event.key}" is found a second time.`);
        ofTheLineage(context, seq, event.key, event.evidence);
        return;
      case 'restore.passed':
        restored(context, seq, event, facts);
        objectsAroundRestore(context, seq, event);
        return;
      case 'key.destroyed':
        destroyed(context, seq, event, facts);
        return;
      case 'share.destroyed':
      case 'package.destroyed':
        if (event.result === 'not-destroyed') context.findings.add('R-DEST-03', { event: seq }, `${event.type === 'share.destroyed' ? `Share ${event.index}` : 'The package'} of set ${event.set} was not destroyed: ${event.how}`);
        return;
      default:
        return;
    }
  },
  end: (facts) => {
    stillToBeHad(context, facts);
    complete(context, facts);
  },
});
