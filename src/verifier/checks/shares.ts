/** R-SET: one set stands; each of its shares was written once and read back from its own medium; the package is the one made with it. */
import type { EventOf } from '../../core/ceremony/events.ts';
import { coveredKeys } from '../../core/ceremony/scope.ts';
import type { CeremonyKindName } from '../../core/plan/schema.ts';
import { bundleNames } from '../../core/transcript/bundle.ts';
import { canonicalText } from '../../core/transcript/canonical-json.ts';
import { limits } from '../../core/transcript/limits.ts';
import { scopeOf } from '../check.ts';
import type { BundleContext, NewRecordCheck } from '../check.ts';
import { knownKey } from '../known-keys.ts';
import { standingSet } from '../record-facts.ts';
import type { RecordFacts, SetFacts } from '../record-facts.ts';

/** Kinds of ceremony that make a share set. */
const makesSet: ReadonlySet<CeremonyKindName> = new Set(['generate', 'rotate', 'reshare']);

/** n over k, exact for n up to 32. */
function combinations(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return result;
}

function made({ findings }: BundleContext, seq: number, event: EventOf<'backup.made'>, set: SetFacts | undefined): void {
  const where = { event: seq };
  if (set === undefined || set.made !== null || set.voided !== null) findings.add('R-SET-08', where, `Set ${event.set} is made without having been begun, a second time, or after it was abandoned.`);
  const { commitments, count, threshold } = event;
  if (threshold > count || commitments.length !== count || commitments.some((c, i) => c.index !== i + 1)) findings.add('R-SET-02', where, `Set ${event.set} has ${commitments.length} commitments for ${threshold} of ${count} shares, or not in the order of their indexes.`);
  if (new Set(commitments.map((c) => c.commitment)).size !== commitments.length || new Set(commitments.map((c) => c.salt)).size !== commitments.length) findings.add('R-SET-02', where, `Two shares of set ${event.set} have the same commitment or salt.`);
  const { total, checked } = event.combinations;
  if (total !== combinations(count, threshold) || checked < 1 || checked > total) findings.add('R-SET-09', where, `${checked} of ${total} combinations were compared; ${threshold} of ${count} has ${combinations(count, threshold)}.`);
  if (!event.trusted) findings.add('R-SET-10', where, `Set ${event.set}: the backup key was not a trusted wrapping key.`);
  const { TRUSTED, EXTRACTABLE } = event.wrappingKey;
  if ((event.trusted && TRUSTED === 'false') || EXTRACTABLE === 'true') findings.add('R-SET-11', where, `The backup key has TRUSTED ${String(TRUSTED)} and EXTRACTABLE ${String(EXTRACTABLE)}.`);
}

function shareEvent({ findings }: BundleContext, seq: number, event: EventOf<'share.written' | 'share.removed' | 'share.read'>, set: SetFacts | undefined): void {
  const where = { event: seq };
  if (set?.made == null || set.voided !== null || event.index > set.made.event.count) {
    findings.add('R-SET-08', where, `${event.type} of share ${event.index}, but set ${event.set} has no such share or does not stand.`);
    return;
  }
  if (event.type === 'share.written' && set.written.has(event.index)) findings.add('R-SET-04', where, `Share ${event.index} of set ${event.set} is written a second time.`);
  if (event.type === 'share.read' && !set.written.has(event.index)) findings.add('R-SET-05', where, `Share ${event.index} of set ${event.set} is read before it was written.`);
}

function share({ findings }: BundleContext, set: SetFacts, index: number): void {
  const seq = set.made?.seq ?? 0;
  const written = set.written.get(index);
  const read = set.read.get(index);
  if (written === undefined) {
    findings.add('R-SET-04', { event: seq }, `Share ${index} of set ${set.id} was never written.`);
    return;
  }
  if (read === undefined) {
    findings.add('R-SET-05', { event: written.seq }, `Share ${index} of set ${set.id} was never read back.`);
    return;
  }
  if ((written.event.carrier === 'smartcard') !== (read.event.from === 'smartcard')) findings.add('R-SET-05', { event: read.seq }, `Share ${index} was written on ${written.event.carrier} and read from ${read.event.from}.`);
  if (written.event.carrier !== 'smartcard') return;
  if (canonicalText(written.event.card ?? null) !== canonicalText(read.event.card ?? null) || written.event.card === undefined) findings.add('R-SET-06', { event: read.seq }, `Share ${index} was read from another card than it was written on, or the cards were not identified.`);
  if (written.event.card?.removable === false) findings.add('R-SET-12', { event: written.seq }, `Share ${index}: the card reports that it cannot be taken out.`);
  const removed = set.removed.get(index);
  if (written.event.card?.removable === true && (removed === undefined || removed < written.seq)) findings.add('R-SET-06', { event: read.seq }, `Share ${index}: it is not recorded that the card was taken out between writing and reading.`);
}

/** R-SET-13, R-SET-14: as many cards as shares on cards. */
function cards({ findings }: BundleContext, set: SetFacts): void {
  const seen = new Map<string, number>();
  for (const { seq, event } of [...set.written.values()].sort((a, b) => a.event.index - b.event.index)) {
    if (event.card === undefined) continue;
    const { model, serial } = event.card;
    if (serial === '') {
      findings.add('R-SET-14', { event: seq }, `Share ${event.index}: the card reports no serial number.`);
      continue;
    }
    const card = canonicalText([model, serial]);
    const other = seen.get(card);
    if (other === undefined) seen.set(card, event.index);
    else findings.add('R-SET-13', { event: seq }, `Shares ${other} and ${event.index} are on one card: ${model}, serial ${serial}.`);
  }
}

function atEnd(context: BundleContext, facts: RecordFacts): void {
  const { findings, statement } = context;
  const set = standingSet(facts);
  const kind = facts.opened?.event.kind;
  if (set?.made == null) {
    const standing = [...facts.sets.values()].filter((s) => s.made !== null && s.voided === null);
    if (standing.length > 0 || (kind !== undefined && makesSet.has(kind))) findings.add('R-SET-01', { file: bundleNames.transcript }, `${standing.length} share sets of the ceremony stand at the end.`);
    return;
  }
  const { event, seq } = set.made;
  for (let index = 1; index <= event.count; index++) share(context, set, index);
  cards(context, set);
  const custodians = [...set.written.values()].map((w) => ({ index: w.event.index, custodian: w.event.custodian, carrier: w.event.carrier })).sort((a, b) => a.index - b.index);
  if (new Set(custodians.map((c) => c.custodian)).size !== custodians.length) findings.add('R-SET-07', { event: seq }, `Somebody holds two shares of set ${set.id}.`);
  if (statement === null) return;
  const shareSet = statement.predicate.shareSets.find((s) => s.id === event.set);
  if (shareSet === undefined) {
    findings.add('R-SET-01', { event: seq, file: bundleNames.statement }, `The set recorded, ${event.set}, is not signed.`);
    return;
  }
  const signed = { set: shareSet.id, threshold: shareSet.threshold, count: shareSet.count, commitments: shareSet.commitments };
  const recorded = { set: event.set, threshold: event.threshold, count: event.count, commitments: event.commitments };
  if (canonicalText(signed) !== canonicalText(recorded)) findings.add('R-SET-01', { event: seq, file: bundleNames.statement }, `The set signed, ${shareSet.id}, differs from the set recorded in threshold, count or commitments.`);
  if (canonicalText(shareSet.custodians.map(({ index, custodian, carrier }) => ({ index, custodian, carrier }))) !== canonicalText(custodians)) findings.add('R-SET-07', { event: seq, file: bundleNames.statement }, 'The custodians signed are not those recorded.');
}

function packageFile(context: BundleContext, facts: RecordFacts): void {
  const { findings, digests, package: pack } = context;
  const set = standingSet(facts);
  if (set?.made == null) {
    if (digests.has(bundleNames.package)) findings.add('R-SET-03', { file: bundleNames.package }, 'There is a package, and no set of the ceremony that it belongs to.');
    return;
  }
  const { event, seq } = set.made;
  const where = { event: seq, file: bundleNames.package };
  const digest = digests.get(bundleNames.package);
  if (digest !== undefined && digest !== event.package) findings.add('R-SET-03', where, 'The file does not have the SHA-256 recorded when the backup was made.');
  if (pack === null) return;
  if (pack.ceremony !== facts.opened?.event.ceremony || pack.set !== event.set || pack.threshold !== event.threshold || pack.count !== event.count) findings.add('R-SET-03', where, 'The package is of another ceremony or set, or of another threshold or count.');
  if (canonicalText(pack.commitments) !== canonicalText(event.commitments)) findings.add('R-SET-03', where, 'The package has other commitments than recorded when the backup was made.');
  for (const { name, type, purpose, id, check } of pack.keys) {
    const known = knownKey(context, facts, name);
    const same = known !== null && known.type === type && known.purpose === purpose && known.id === id && canonicalText(known.check) === canonicalText(check);
    if (!same) findings.add('R-SET-03', where, `The package holds key "${name}", which is not the key recorded.`);
  }
  const packed = new Set(pack.keys.map((k) => k.name));
  const scope = scopeOf(context);
  const made = [...facts.keys].filter(([, key]) => key.generated?.event.evidence.attributes.EXTRACTABLE === 'true').map(([name]) => name);
  for (const name of new Set([...made, ...(scope === null ? [] : coveredKeys(scope))])) {
    if (!packed.has(name)) findings.add('R-SET-03', where, `Key "${name}" is to be backed up and is not in the package.`);
  }
}

export const sharesCheck: NewRecordCheck = (context) => {
  let refused = false;
  return {
    entry: ({ seq, event }, facts) => {
      switch (event.type) {
        case 'backup.started':
          if (facts.sets.has(event.set) || context.inherited?.sets.some((s) => s.id === event.set) === true) context.findings.add('R-SET-08', { event: seq }, `Set ${event.set} is begun a second time.`);
          if (facts.sets.size >= limits.sets && !refused) {
            refused = true;
            context.findings.add('R-SET-08', { event: seq }, `More than ${limits.sets} sets were begun.`);
          }
          return;
        case 'backup.made':
          made(context, seq, event, facts.sets.get(event.set));
          return;
        case 'share.written':
        case 'share.removed':
        case 'share.read':
          shareEvent(context, seq, event, facts.sets.get(event.set));
          return;
        default:
          return;
      }
    },
    end: (facts) => {
      atEnd(context, facts);
      packageFile(context, facts);
    },
  };
};
