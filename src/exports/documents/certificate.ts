/** The certificate of ceremony, one page: what exists now, who vouches for it, against which plan, and what went otherwise. It says no more than the signed statement and the record do. */
import type { CeremonyState } from '../../core/ceremony/state.ts';
import type { KeyLife } from '../../core/lineage/types.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { typeWords } from '../../core/words/key-words.ts';
import { listed } from '../annotated/fact.ts';
import { certificateInWords, count, grouped, kindTitles, ofCeremony, showDay, showTime } from './about.ts';
import type { Block, FactItem, PrintedDocument, TableBlock } from './blocks.ts';
import { signedBy, signingKeys } from '../common/signed-by.ts';
import type { SignedBy } from '../common/signed-by.ts';
import { signatureColumns, signatureRows } from './signature-table.ts';
import { recordEnd } from './record-end.ts';

interface Given {
  readonly verified: VerifiedTranscript;
  readonly end: CeremonyState;
}

/** How much is said: all; digests of signers shortened; signers by name; keys in a sentence. */
type Length = 'full' | 'short' | 'least' | 'bare';

const isLeast = (length: Length): boolean => length === 'least' || length === 'bare';

const states: Readonly<Record<KeyLife['state'], string>> = { 'pre-activation': 'not in use yet', active: 'in use', suspended: 'suspended', deactivated: 'out of use', compromised: 'compromised', destroyed: 'destroyed' };

function aboutCeremony({ verified, end }: Given, length: Length): readonly FactItem[] {
  const { predicate } = verified.statement;
  const { plan } = verified;
  const device = end.tokens.primary.prepared ?? end.tokens.primary.examined;
  const trusted = verified.verdict === 'trusted' ? 'valid, and signed by the keys that the reader has pinned' : 'valid; no pinned keys were given to compare with';
  return [
    { label: 'Ceremony', value: `${predicate.ceremony}, ${kindTitles[predicate.kind]}` },
    { label: 'Began and ended', value: `${showTime(predicate.opened)} to ${showTime(predicate.ended)}, by the clock of its machine` },
    { label: 'Plan, SHA-256', value: grouped(predicate.plan.sha256), exact: true },
    ...(predicate.previous === null ? [] : [{ label: 'Follows the statement', value: grouped(predicate.previous), exact: true }]),
    { label: 'Record', value: `${count(predicate.record.entries, 'entry', 'entries')}; SHA-256 of the transcript:` },
    { label: '', value: grouped(verified.transcriptSha256), exact: true },
    { label: 'Verdict', value: `${trusted}; ${verified.warnings.length === 0 ? 'no warning' : count(verified.warnings.length, 'warning')}` },
    ...(device === null ? [] : [{ label: 'HSM', value: `${device.token.manufacturer} ${device.token.model}, label ${device.token.label}, serial ${device.token.serial}, firmware ${device.token.firmware}` }]),
    ...(isLeast(length) ? [] : [{ label: 'Validation, by the plan', value: certificateInWords(plan.hsm.certificate) }]),
  ];
}

function keysTable({ verified }: Given, length: Length): readonly Block[] {
  const { lifecycle } = verified.statement.predicate;
  if (lifecycle.length === 0) return [{ kind: 'paragraph', text: 'No key exists after this ceremony.' }];
  if (length === 'bare') return [{ kind: 'paragraph', text: `${lifecycle.map((life) => `${life.name} (${typeWords[life.type]}, ${life.check.kind === 'cmac' ? grouped(life.check.value, 4) : grouped(life.check.value.slice(0, 16))}, ${states[life.state]})`).join('; ')}.` }];
  const dense = length !== 'full';
  return [{
    kind: 'table', label: 'Keys', dense,
    columns: [{ title: 'Key', share: 2.2, exact: true }, { title: 'Type', share: 1.4 }, { title: 'Check value, or start of the SHA-256 of the public key', share: 3.6, exact: true }, { title: 'State', share: 2.2 }],
    rows: lifecycle.map((life) => [life.name, typeWords[life.type], life.check.kind === 'cmac' ? grouped(life.check.value, 4) : grouped(life.check.value.slice(0, 32)), `${states[life.state]} since ${showDay(life.since)}`]),
  }];
}

function setFacts({ verified }: Given, length: Length): readonly FactItem[] {
  const { shareSets, voidSets } = verified.statement.predicate;
  return [
    ...shareSets.map((set): FactItem => ({ label: `Share set ${showSetId(set.id)}`, value: `${count(set.count, 'share')}, any ${String(set.threshold)} restore ${listed(set.keys)}${isLeast(length) ? '' : `; package ${set.package.slice(0, 16)}…`}` })),
    ...(shareSets.length === 0 ? [{ label: 'Share sets', value: 'none in force' }] : []),
    ...(voidSets.length === 0 ? [] : [{ label: 'Void from now on', value: voidSets.map(showSetId).join(', ') }]),
  ];
}

const SHOWN_DEVIATIONS = { full: 5, short: 3, least: 0, bare: 0 } as const;
const SAID = 110;

function cut(text: string, most = SAID): string {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('').trimEnd()}…`;
}

function deviations({ end, verified }: Given, length: Length): readonly FactItem[] {
  const { recorded, accepted } = verified.statement.predicate.deviations;
  const shown = end.deviations.slice(0, SHOWN_DEVIATIONS[length]);
  const rest = end.deviations.length - shown.length;
  return [
    { label: 'Deviations', value: recorded === 0 ? 'none was recorded' : `${String(recorded)} recorded, ${String(accepted)} accepted${rest === 0 ? '' : shown.length === 0 ? '; they are in the transcript' : `; ${String(rest)} more than stand here are in the transcript`}` },
    ...shown.map((d): FactItem => ({ label: `No. ${String(d.id)}`, value: cut(d.what) })),
  ];
}

/** " N of them signed with ML-DSA-65 as well.", or nothing. */
function secondsInWords(list: readonly SignedBy[]): string {
  const seconds = list.flatMap(({ second }) => (second === null ? [] : [second.algorithm]));
  return seconds.length === 0 ? '' : ` ${String(seconds.length)} of them signed with ${listed([...new Set(seconds)])} as well.`;
}

function signers({ verified }: Given, length: Length): readonly Block[] {
  const list = signedBy(verified);
  if (isLeast(length)) {
    const named = list.slice(0, length === 'bare' ? 6 : 12).map(({ signer }) => cut(signer.name, 60)).join(', ');
    const rest = list.length - (length === 'bare' ? 6 : 12);
    return [{ kind: 'paragraph', text: `${count(signingKeys(verified).length, 'signature')} of the statement were found valid: ${named}${rest > 0 ? ` and ${String(rest)} more, named in the transcript` : ''}.${secondsInWords(list)}` }];
  }
  const table: TableBlock = {
    kind: 'table', label: 'Signatures of the statement that were found valid', dense: true,
    columns: signatureColumns(length === 'full' ? 'SHA-256 of the key' : 'SHA-256 of the key, its start', length === 'full' ? 6 : 2.2),
    rows: list.flatMap(({ signer, first, second }) => signatureRows({ ...first, name: signer.name, roles: signer.roles, second }, (digest) => grouped(length === 'full' ? digest : digest.slice(0, 16)))),
  };
  return [table];
}

function blocks(given: Given, length: Length): readonly Block[] {
  return [
    { kind: 'facts', items: aboutCeremony(given, length) },
    { kind: 'heading', level: 2, text: 'What exists' },
    ...keysTable(given, length),
    { kind: 'facts', items: [...setFacts(given, length), ...deviations(given, length)] },
    { kind: 'heading', level: 2, text: 'Who vouches' },
    ...signers(given, length),
    ...(length === 'full' ? [{ kind: 'paragraph', look: 'quiet', text: 'This page is a view of the signed statement whose digest stands below. It is itself not signed: whoever relies on it checks the bundle with “keyrite verify” and compares the digest.' } as const] : []),
  ];
}

/** RefusalError `transcript.changed-meanwhile`. */
export async function certificateDocument(verified: VerifiedTranscript): Promise<PrintedDocument> {
  const given: Given = { verified, end: await recordEnd(verified) };
  return {
    ...ofCeremony(verified),
    kind: 'certificate',
    title: 'Certificate of ceremony',
    foot: 'The bundle with this statement is the proof; this page only tells of it.',
    markedAcross: true,
    blocks: blocks(given, 'full'),
    shorter: [blocks(given, 'short'), blocks(given, 'least'), blocks(given, 'bare')],
  };
}
