/** Each event as a sentence a person understands; used by the window's record, the documents and the verifier's report. */
import type { Plan } from '../plan/schema.ts';
import { showSetId } from '../shares/share-format.ts';
import type { CeremonyEvent } from './events.ts';
import { HSM_ROOT } from './state.ts';

export interface Sentence {
  readonly sentence: string;
  /** A short technical remark: a hash, a serial, counts. */
  readonly mono?: string;
  readonly tone: 'plain' | 'deviation' | 'problem';
}

function plain(sentence: string, mono?: string): Sentence {
  return mono === undefined ? { sentence, tone: 'plain' } : { sentence, mono, tone: 'plain' };
}

const short = (hex: string): string => `${hex.slice(0, 4)} ${hex.slice(4, 8)} …`;

const tokenWords = { primary: 'HSM', spare: 'Spare HSM' } as const;
const lockReasons = { pause: 'for the pause', restart: 'by the restart', device: 'because the device did not answer' } as const;
const readWords = { image: 'from a picture of the sheet', camera: 'by camera', typed: 'typed', smartcard: 'from the smartcard' } as const;

const operationWords = { generate: 'generate', restore: 'restore', check: 'prove the recovery of', reshare: 'share anew', rotate: 'rotate', destroy: 'destroy', revoke: 'revoke', transfer: 'deliver' } as const;
const resultWords = { readable: 'readable', missing: 'missing', damaged: 'damaged', 'bag-mismatch': 'readable, but its bag or card is not the one noted' } as const;

/** Describes `event` in the words of `plan`. Total over all events. */
export function describeEvent(event: CeremonyEvent, plan: Plan): Sentence {
  const name = (id: string): string => (id === HSM_ROOT ? 'The root key in the HSM' : (plan.participants.find((p) => p.id === id)?.name ?? id));
  const names = (ids: readonly string[]): string => ids.map(name).join(', ');
  switch (event.type) {
    case 'ceremony.opened': return plain(`Ceremony ${event.ceremony} opened${event.mode === 'rehearsal' ? ' as a rehearsal' : ''}`, `plan ${short(event.planSha256)}`);
    case 'plan.reviewed': return plain('The plan was reviewed and its words were read aloud', event.words.slice(0, 4).join(' '));
    case 'environment.checked': {
      const bad = event.findings.filter((f) => f.status !== 'pass').length;
      return plain(`Room and kit checked: ${String(event.findings.length - bad)} in order, ${String(bad)} to note`);
    }
    case 'participant.absent': return { sentence: `${name(event.participant)} is absent: ${event.reason}`, tone: 'problem' };
    case 'participant.registered': return plain(`${name(event.participant)} registered${event.again ? ' again' : ''}`, 'signed');
    case 'hsm.examined': return plain(`${tokenWords[event.token]}: ${event.report.token.manufacturer} ${event.report.token.model}, serial ${event.report.token.serial || 'none yet'}`, `objects ${String(event.inventory.length)}`);
    case 'hsm.prepare-started': return plain(`${tokenWords[event.token]}: preparation began`);
    case 'hsm.prepared': return plain(`${tokenWords[event.token]} ${event.how}, label ${event.report.token.label}`, `objects ${String(event.inventory.length)}, serial ${event.report.token.serial}`);
    case 'hsm.unlocked': return plain(`${tokenWords[event.token]} unlocked by ${names(event.by)}`);
    case 'hsm.locked': return plain(`${tokenWords[event.token]} locked ${lockReasons[event.why]}`);
    case 'hsm.retired': return plain(`The former HSM ${event.label} is ${event.fate}${event.note === '' ? '' : `: ${event.note}`}`, event.serial === '' ? 'serial not known' : `serial ${event.serial}`);
    case 'key.found': return plain(`The ${event.key} key is on the HSM, and it is the one of the record`, short(event.evidence.check.value));
    case 'key.generation-started': return plain(`The HSM was asked for the ${event.key} key`, `id ${short(event.id)}`);
    case 'key.generated': return plain(`The ${event.key} key ${event.found ? 'was found on the HSM after the interruption' : 'was generated in the HSM'}`, `${short(event.evidence.check.value)} objects ${String(event.inventoryBefore.length)}, then ${String(event.inventoryAfter.length)}`);
    case 'backup.started': return plain(`Share set ${showSetId(event.set)} was begun`);
    case 'backup.made': return plain(`Backup made: ${String(event.count)} shares, any ${String(event.threshold)} restore`, `set ${showSetId(event.set)} checked ${String(event.combinations.checked)} of ${String(event.combinations.total)}`);
    case 'share.written': return plain(`Share ${String(event.index)} ${event.carrier === 'paper' ? 'printed' : 'written to the smartcard'} for ${name(event.custodian)}`);
    case 'share.removed': return plain(`The card with share ${String(event.index)} was taken out`);
    case 'share.read': return plain(`Share ${String(event.index)} read back ${readWords[event.from]}; it is the right one`);
    case 'share.refused': return { sentence: 'A share was presented and refused', mono: event.code, tone: 'problem' };
    case 'set.voided': return { sentence: `Share set ${showSetId(event.set)} is void: ${event.reason}`, tone: 'problem' };
    case 'set.declared-void': return { sentence: `Share set ${showSetId(event.set)} was declared void by ${name(event.participant)} and ${name(event.second.participant)}: ${event.reason}`, tone: 'problem' };
    case 'quorum.joined': return plain(`${name(event.participant)} agreed that shares of set ${showSetId(event.set)} are used to ${operationWords[event.purpose.operation]} ${event.purpose.keys.join(', ')}`, `on ${event.purpose.token} signed`);
    case 'share.presented': return plain(`${name(event.participant)} presented share ${String(event.index)} of set ${showSetId(event.set)} ${readWords[event.from]}; it is the right one`);
    case 'quorum.cleared': return { sentence: `The shares of set ${showSetId(event.set)} are presented again: ${event.reason}`, tone: 'problem' };
    case 'share.checked': return event.result === 'readable'
      ? plain(`Share ${String(event.index)} is there and readable`, event.bag ?? '')
      : { sentence: `Share ${String(event.index)} is ${resultWords[event.result]}${event.note === undefined ? '' : `: ${event.note}`}`, mono: event.bag ?? '', tone: 'problem' };
    case 'share.destroyed': return event.result === 'destroyed' ? plain(`Share ${String(event.index)} of set ${showSetId(event.set)} was destroyed: ${event.how}`) : { sentence: `Share ${String(event.index)} of set ${showSetId(event.set)} was not destroyed: ${event.how}`, tone: 'problem' };
    case 'package.destroyed': return event.result === 'destroyed' ? plain(`The package of set ${showSetId(event.set)} was destroyed: ${event.how}`) : { sentence: `The package of set ${showSetId(event.set)} was not destroyed: ${event.how}`, tone: 'problem' };
    case 'restore.started': return plain(`The restore began with shares ${event.shares.join(', ')}`);
    case 'restore.passed': return plain(`${String(event.keys.length)} keys are back: each equals the original, and is now permanent`, `objects ${String(event.inventoryBefore.length)}, then ${String(event.inventoryAfter.length)}`);
    case 'restore.failed': return { sentence: 'The restore failed; nothing was put on the HSM', mono: event.code, tone: 'problem' };
    case 'proof.started': return plain(`Proof of recovery began with shares ${event.shares.join(', ')}`);
    case 'proof.passed': return plain(`Proof of recovery passed: ${String(event.keys.length)} restored keys equal the originals`, `on ${event.token.serial}`);
    case 'proof.failed': return { sentence: 'The proof of recovery failed; the keys on the HSM are unharmed', mono: event.code, tone: 'problem' };
    case 'key.sealed': return plain(`The ${event.key} key is sealed: it can never leave the HSM again`, `extractable ${event.evidence.attributes.EXTRACTABLE}`);
    case 'key.state-set': return plain(`The ${event.key} key is ${event.state}${event.until === null ? '' : ` and may decrypt or verify until ${event.until}`}: ${event.reason}`);
    case 'root.certified': return plain('Old and new root key have signed each other', `${short(event.old)} ${short(event.next)}`);
    case 'root.attested': return plain('The root key signed the record so far, for the last time');
    case 'key.destroyed': return plain(`The ${event.key} key is destroyed; using it fails`, `${event.failedUse} objects ${String(event.inventoryBefore.length)}, then ${String(event.inventoryAfter.length)}`);
    case 'target.imported': return plain(`The public key of the target (${event.kind}) was imported`, short(event.spkiSha256));
    case 'key.delivered': return plain(`The ${event.key} key was wrapped for the target (${event.target})`, `${String(event.files.length)} files`);
    case 'step.confirmed': return plain(`${name(event.participant)} confirmed${event.note === undefined ? '' : ` (${event.note})`}`, `${event.step} signed`);
    case 'deviation.recorded': return { sentence: `Deviation ${String(event.id)}: ${event.what} ${event.remedy}`, tone: 'deviation' };
    case 'deviation.accepted': return plain(`${name(event.participant)} accepted deviation ${String(event.id)}`, 'signed');
    case 'ceremony.paused': return plain(`Paused by ${name(event.by)}: ${event.reason}`);
    case 'ceremony.continued': return plain(`Continued by ${name(event.by)}`);
    case 'ceremony.resumed': return { sentence: `Reopened after an interruption. ${event.findings.join(' ')}`, tone: 'problem' };
    case 'step.failed': return { sentence: 'An act failed; nothing was changed', mono: event.code, tone: 'problem' };
    case 'record.ended': return plain('The record ended; the statement is ready to be signed');
    case 'record.reopened': return { sentence: `The record was reopened: ${event.reason}`, tone: 'problem' };
    case 'statement.signed': return plain(`${name(event.signer)} signed the statement`);
    case 'ceremony.closed': return plain('The ceremony is closed', `statement ${short(event.statement)}`);
    case 'ceremony.abandoned': return { sentence: `Abandoned by ${name(event.participant)} and ${name(event.second.participant)}: ${event.reason}`, tone: 'problem' };
    case 'key.discarded': return plain(event.failedUse === '' ? `Of the ${event.key} key nothing is on the HSM` : `The ${event.key} key, made in this ceremony, was destroyed; using it fails`, `${event.failedUse} objects ${String(event.inventoryBefore.length)}, then ${String(event.inventoryAfter.length)}`);
    default: return event satisfies never;
  }
}
