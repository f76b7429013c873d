/** The facts of one event, as labels and values. Total over all events: a new kind of event does not compile without its facts. */
import type { CeremonyEvent, QuorumPurpose } from '../../core/ceremony/events.ts';
import type { Plan } from '../../core/plan/schema.ts';
import { refusal } from '../../core/refusals/refusal.ts';
import type { RefusalCode } from '../../core/refusals/codes.ts';
import { sentences } from '../../core/refusals/codes.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import { attributeNames } from '../../core/ports/hsm.ts';
import type { AttributeName, TriState } from '../../core/ports/hsm.ts';
import { attributeFacts, capabilityFacts, cardFacts, changeFacts, evidenceFacts, inventoryFact, restoredFacts, tokenFacts } from './device-facts.ts';
import { exact, listed, maybe, said, yesNo } from './fact.ts';
import { peopleInWords } from './people-words.ts';
import type { Fact } from './types.ts';

const readWords = { image: 'from a picture of the sheet', camera: 'by camera', typed: 'typed row by row', smartcard: 'from the smartcard' } as const;
const findingWords = { pass: 'in order', warn: 'to note', fail: 'not in order' } as const;

/** A refusal of the record: its code, and its sentence where this version knows the code. */
function whyFacts(code: string, detail: Readonly<Record<string, string | number | boolean>> = {}): readonly Fact[] {
  const known = Object.hasOwn(sentences, code) ? refusal(code as RefusalCode, detail).sentence : undefined;
  return [...maybe(said, 'Why', known), exact('Code', code), ...(known === undefined ? Object.entries(detail).map(([name, value]) => said(name, String(value))) : [])];
}

function purposeFacts({ operation, token, keys }: QuorumPurpose): readonly Fact[] {
  return [said('Used to', operation), said('For the keys', listed(keys)), exact('On the device with serial', token)];
}

const set = (id: string): Fact => exact('Share set', showSetId(id));
const shares = (indexes: readonly number[]): Fact => said('Shares', listed(indexes.map(String)));

/** The wrapping key as the record has it: attribute names with true, false or not-reported. */
function wrappingKeyFacts(reported: Readonly<Record<string, string>>): readonly Fact[] {
  const states = attributeNames.flatMap((name): readonly (readonly [AttributeName, TriState])[] => {
    const state = reported[name];
    return state === 'true' || state === 'false' || state === 'not-reported' ? [[name, state]] : [];
  });
  return attributeFacts(Object.fromEntries(states), 'The backup key');
}

/** What `event` says beyond its sentence. */
export function eventFacts(event: CeremonyEvent, plan: Plan): readonly Fact[] {
  const name = peopleInWords(plan);
  const names = (ids: readonly string[]): string => listed(ids.map(name));
  switch (event.type) {
    case 'ceremony.opened':
      return [
        exact('Ceremony', event.ceremony), said('Kind', event.kind), said('Mode', event.mode), exact('SHA-256 of the plan', event.planSha256),
        exact('Follows the statement', event.previous ?? 'none'), said('Application', event.application),
        ...event.inherited.map((file) => exact(file.name, file.sha256, 'Files it begins with')),
        ...Object.entries(event.machine).map(([label, value]) => said(label, value, 'The machine')),
      ];
    case 'plan.reviewed': return [said('Words read aloud', event.words.join(' ')), ...event.warnings.map((w, i) => said(`Warning ${String(i + 1)}`, w))];
    case 'environment.checked': return event.findings.map((f) => said(findingWords[f.status], f.sentence));
    case 'participant.registered': return [said('Roles', listed(event.roles)), exact('Public key', event.publicKey), said('Had registered before', yesNo(event.again))];
    case 'participant.absent': return [said('Reason', event.reason), said('Recorded by', name(event.by))];
    case 'hsm.examined': return [...tokenFacts(event.report), inventoryFact('On the device', event.inventory)];
    case 'hsm.prepare-started': return [];
    case 'hsm.prepared': return [
      ...tokenFacts(event.report), inventoryFact('On the device', event.inventory),
      ...maybe(said, 'Typed the halves of the security officer PIN', event.pinHolders.securityOfficer.length === 0 ? null : names(event.pinHolders.securityOfficer)),
      said('Typed the halves of the user PIN', names(event.pinHolders.user)), ...capabilityFacts(event.capabilities),
    ];
    case 'hsm.unlocked': return [said('By', names(event.by))];
    case 'hsm.locked': return [said('Why', event.why)];
    case 'hsm.retired': return [exact('Label', event.label), exact('Serial number', event.serial === '' ? 'not known' : event.serial), said('What became of it', event.fate), ...maybe(said, 'Note', event.note), said('Said by', name(event.by))];
    case 'key.found': case 'key.sealed': return evidenceFacts(event.evidence, null);
    case 'key.generation-started': return [exact('Id chosen for it', event.id)];
    case 'key.generated': return [...evidenceFacts(event.evidence, null), ...changeFacts(event.inventoryBefore, event.inventoryAfter)];
    case 'backup.started': return [set(event.set)];
    case 'backup.made': return [
      set(event.set), said('Shares', `${String(event.count)}, of which any ${String(event.threshold)} restore`), exact('SHA-256 of the package', event.package),
      said('Combinations tried', `${String(event.combinations.checked)} of ${String(event.combinations.total)}`), said('Only a trusted key wrapped', yesNo(event.trusted)),
      ...event.commitments.map((c) => exact(`Commitment of share ${String(c.index)}`, c.commitment)),
      ...changeFacts(event.inventoryBefore, event.inventoryAfter), ...wrappingKeyFacts(event.wrappingKey),
    ];
    case 'share.written': return [set(event.set), said('Share', String(event.index)), said('For', name(event.custodian)), said('On', event.carrier === 'paper' ? 'paper' : 'a smartcard'), ...maybe(said, 'Where', event.where), ...cardFacts(event.card)];
    case 'share.removed': return [set(event.set), said('Share', String(event.index))];
    case 'share.read': return [set(event.set), said('Share', String(event.index)), said('Read', readWords[event.from]), ...cardFacts(event.card)];
    case 'share.refused': return whyFacts(event.code);
    case 'set.voided': return [set(event.set), said('Reason', event.reason)];
    case 'set.declared-void': return [set(event.set), said('By', names([event.participant, event.second.participant])), said('Reason', event.reason)];
    case 'quorum.joined': return [set(event.set), ...purposeFacts(event.purpose)];
    case 'share.presented': return [set(event.set), said('Share', String(event.index)), said('Read', readWords[event.from]), ...cardFacts(event.card)];
    case 'quorum.cleared': return [set(event.set), said('Reason', event.reason)];
    case 'share.checked': return [
      set(event.set), said('Share', String(event.index)), said('Result', event.result), ...maybe(exact, 'Bag', event.bag),
      ...maybe(said, 'Read', event.from === undefined ? null : readWords[event.from]), ...maybe(said, 'Note', event.note), ...cardFacts(event.card),
    ];
    case 'share.destroyed': return [set(event.set), said('Share', String(event.index)), said('Result', event.result), said('How', event.how)];
    case 'package.destroyed': return [set(event.set), said('Result', event.result), said('How', event.how)];
    case 'restore.started': case 'proof.started': return [set(event.set), shares(event.shares)];
    case 'restore.passed': return [
      set(event.set), shares(event.shares), ...restoredFacts(event.keys), ...changeFacts(event.inventoryBefore, event.inventoryAfter),
      ...event.evidence.flatMap((one) => evidenceFacts(one, `${one.name} on the new device`)),
    ];
    case 'restore.failed': return [set(event.set), ...whyFacts(event.code)];
    case 'proof.passed': return [
      set(event.set), shares(event.shares), exact('On the device with serial', event.token.serial === '' ? 'none reported' : event.token.serial),
      ...restoredFacts(event.keys), ...changeFacts(event.inventoryBefore, event.inventoryAfter),
    ];
    case 'proof.failed': return [set(event.set), ...whyFacts(event.code), ...restoredFacts(event.keys)];
    case 'key.state-set': return [said('State', event.state), ...maybe(exact, 'May decrypt or verify until', event.until), said('Reason', event.reason)];
    case 'root.certified': return [exact('Old root', event.old), exact('New root', event.next), said('Signatures', 'each root signed the succession')];
    case 'root.attested': return [said('What it signed', 'the whole record before this entry')];
    case 'key.destroyed': case 'key.discarded': return [exact('A last use of it failed with', event.failedUse), ...changeFacts(event.inventoryBefore, event.inventoryAfter)];
    case 'target.imported': return [said('Target', event.kind), exact('SHA-256 of its public key', event.spkiSha256)];
    case 'key.delivered': return [said('Target', event.target), exact('SHA-256 of its public key', event.spkiSha256), ...event.files.map((f) => exact(f.name, f.sha256, 'Files'))];
    case 'step.confirmed': return [said('Signature', 'by their own key, over everything before'), ...maybe(said, 'Note', event.note)];
    case 'deviation.recorded': return [said('What', event.what), said('Remedy', event.remedy), said('Recorded by', event.automatic ? 'the application' : name(event.by))];
    case 'deviation.accepted': return [said('Deviation', String(event.id)), said('Signature', 'by their own key, over everything before')];
    case 'ceremony.paused': return [said('Reason', event.reason), said('By', name(event.by))];
    case 'ceremony.continued': return [said('By', name(event.by))];
    case 'ceremony.resumed': return [...event.findings.map((f, i) => said(`Finding ${String(i + 1)}`, f)), ...Object.entries(event.machine).map(([label, value]) => said(label, value, 'The machine'))];
    case 'step.failed': return whyFacts(event.code, event.detail);
    case 'record.ended': return [inventoryFact('On the HSM at the end', event.inventory)];
    case 'record.reopened': return [said('Reason', event.reason)];
    case 'statement.signed': return [said('Signer', name(event.signer))];
    case 'ceremony.closed': return [exact('SHA-256 of the statement', event.statement)];
    case 'ceremony.abandoned': return [said('By', names([event.participant, event.second.participant])), said('Reason', event.reason)];
    default: return event satisfies never;
  }
}
