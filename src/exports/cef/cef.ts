/** A verified record as ArcSight Common Event Format, version 0: one line an entry that matters, and one for each remark of the verifier. */
import { describeEvent } from '../../core/ceremony/describe.ts';
import type { CeremonyEvent } from '../../core/ceremony/events.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { visible } from '../common/text.ts';
import { cefLines, COMPROMISED_SEVERITY, REMARK_SEVERITY } from './severities.ts';

/** A field of the header: pipe and backslash have a meaning there. SECURITY: line ends never reach here as such, {@link visible} has written them out. */
export function cefHeader(text: string): string {
  return visible(text).replace(/[\\|]/g, (c) => `\\${c}`);
}

/** A value of the extension: equals sign and backslash have a meaning there. */
export function cefValue(text: string): string {
  return visible(text).replace(/[\\=]/g, (c) => `\\${c}`);
}

interface Who {
  readonly ids: readonly string[];
  readonly second?: string;
}

/** Who acted, as the event names them. */
function whoOf(event: CeremonyEvent): Who {
  if ('second' in event) return { ids: [event.participant], second: event.second.participant };
  if ('participant' in event) return { ids: [event.participant] };
  if ('custodian' in event) return { ids: [event.custodian] };
  if (event.type === 'statement.signed') return { ids: [event.signer] };
  if ('by' in event) return { ids: typeof event.by === 'string' ? [event.by] : event.by };
  return { ids: [] };
}

function outcomeOf(event: CeremonyEvent): 'success' | 'failure' {
  if (event.type.endsWith('.failed') || event.type === 'share.refused') return 'failure';
  return 'result' in event && !['destroyed', 'readable'].includes(event.result) ? 'failure' : 'success';
}

function subjectOf(event: CeremonyEvent): readonly (readonly [string, string])[] {
  if ('key' in event) return [['cs4Label', 'key'], ['cs4', event.key]];
  if ('set' in event) return [['cs4Label', 'shareSet'], ['cs4', event.set]];
  return 'step' in event ? [['cs4Label', 'step'], ['cs4', event.step]] : [];
}

type Pair = readonly [key: string, value: string];

function lineOf(verified: VerifiedTranscript, application: string, id: string, name: string, severity: number, pairs: readonly Pair[]): string {
  const { predicate } = verified.statement;
  const about: readonly Pair[] = [
    ['cat', predicate.kind],
    ['cs1Label', 'transcriptSha256'], ['cs1', verified.transcriptSha256],
    ['cs2Label', 'statementSha256'], ['cs2', verified.statementSha256],
    ['cs3Label', 'ceremony'], ['cs3', predicate.ceremony],
    ['cs5Label', 'mode'], ['cs5', verified.rehearsal ? 'rehearsal' : 'production'],
    ['cs6Label', 'organisation'], ['cs6', predicate.organisation],
  ];
  const header = ['CEF:0', 'Keyrite', 'Keyrite', application, id, `${verified.rehearsal ? 'REHEARSAL: ' : ''}${name}`, String(severity)].map((field, i) => (i === 0 ? field : cefHeader(field)));
  return `${header.join('|')}|${[...pairs, ...about].map(([key, value]) => `${key}=${cefValue(value)}`).join(' ')}\n`;
}

function entryPairs(verified: VerifiedTranscript, event: CeremonyEvent, seq: number, time: string): readonly Pair[] {
  const nameOf = (id: string): string => verified.plan.participants.find((p) => p.id === id)?.name ?? id;
  const { ids, second } = whoOf(event);
  return [
    ['rt', String(Date.parse(time))],
    ['externalId', String(seq)],
    ['act', event.type],
    ['outcome', outcomeOf(event)],
    ...(ids.length === 0 ? [] : [['suser', ids.map(nameOf).join(', ')], ['suid', ids.join(',')]] as const),
    ...(second === undefined ? [] : [['duser', nameOf(second)], ['duid', second]] as const),
    ...subjectOf(event),
    ['msg', `${verified.rehearsal ? 'REHEARSAL: ' : ''}${describeEvent(event, verified.plan).sentence}`],
  ];
}

/** One line an event, each ended by LF. Throws RefusalError `transcript.changed-meanwhile`. */
export async function* cef(verified: VerifiedTranscript): AsyncGenerator<string> {
  let application = '';
  for await (const { seq, time, event } of verified.entries()) {
    if (event.type === 'ceremony.opened') ({ application } = event);
    const line = cefLines[event.type];
    if (line === null) continue;
    const severity = event.type === 'key.state-set' && event.state === 'compromised' ? COMPROMISED_SEVERITY : line.severity;
    yield lineOf(verified, application, event.type, line.name, severity, entryPairs(verified, event, seq, time));
  }
  const rt = String(Date.parse(verified.statement.predicate.ended));
  for (const { rule, event, found, means } of verified.warnings) {
    yield lineOf(verified, application, rule, 'Remark of the verifier', REMARK_SEVERITY, [['rt', rt], ...(event === null ? [] : [['externalId', String(event)]] as const), ['act', 'verify'], ['outcome', 'success'], ['msg', found], ['reason', means]]);
  }
  if (verified.warnings.length === 0) yield lineOf(verified, application, 'verify', 'The record holds every rule of the verifier', 0, [['rt', rt], ['act', 'verify'], ['outcome', 'success'], ['msg', verified.verdict === 'trusted' ? 'The pinned keys have signed it.' : 'No keys were pinned.']]);
}
