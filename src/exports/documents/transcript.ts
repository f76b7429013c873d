/** The annotated transcript on paper: the script as it was carried out, with times, confirmations, evidence, deviations and the entries of the record. A view; the signed record is what counts. */
import { annotate } from '../annotated/annotate.ts';
import { listed } from '../annotated/fact.ts';
import { peopleInWords } from '../annotated/people-words.ts';
import type { AnnotatedDeviation, AnnotatedEvent, AnnotatedScript, AnnotatedStep, Fact } from '../annotated/types.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { count, grouped, kindTitles, ofCeremony, showClock, showTime } from './about.ts';
import type { Block, FactItem, PrintedDocument } from './blocks.ts';
import { signatureColumns, signatureRows } from './signature-table.ts';

const states: Readonly<Record<AnnotatedStep['state'], string>> = { done: 'done', 'not-done': 'NOT DONE', repeated: 'done, more than once' };

function overview(script: AnnotatedScript, verified: VerifiedTranscript): readonly Block[] {
  const { predicate } = verified.statement;
  return [
    { kind: 'heading', level: 2, text: 'The ceremony' },
    {
      kind: 'facts',
      items: [
        { label: 'Ceremony', value: `${predicate.ceremony}, ${kindTitles[predicate.kind]}` },
        { label: 'Began and ended', value: `${showTime(script.opened)} to ${showTime(script.ended)}, by the clock of its machine` },
        { label: 'Verdict', value: verified.verdict === 'trusted' ? 'valid, and signed by the keys that the reader has pinned' : 'valid; no pinned keys were given to compare with' },
        { label: 'Steps', value: `${String(script.steps.length)}, of which ${String(script.steps.filter((s) => s.state === 'not-done').length)} not done and ${String(script.steps.filter((s) => s.state === 'repeated').length)} done more than once` },
        { label: 'Deviations', value: script.deviationsRecorded === 0 ? 'none was recorded' : `${String(script.deviationsRecorded)} recorded, ${String(predicate.deviations.accepted)} accepted` },
        { label: 'Record', value: `${count(script.entries, 'entry', 'entries')}; SHA-256 of the transcript:` },
        { label: '', value: grouped(script.transcriptSha256), exact: true },
        { label: 'Plan, SHA-256', value: grouped(script.plan.sha256), exact: true },
        { label: 'Words of the plan', value: script.plan.words.join(' ') },
        { label: 'Merkle root', value: grouped(predicate.record.merkleRoot), exact: true },
      ],
    },
    { kind: 'heading', level: 2, text: 'Who took part' },
    {
      kind: 'table', label: 'Who took part', dense: true,
      columns: [{ title: 'Name', share: 2.2 }, { title: 'Roles', share: 1.7 }, { title: 'SHA-256 of the key that they signed with', share: 6, exact: true }],
      rows: script.people.map((p) => [p.name, p.roles.join(', '), p.absent ? 'ABSENT' : p.keySha256 === null ? 'none' : grouped(p.keySha256)]),
    },
  ];
}

function deviationRows(deviations: readonly AnnotatedDeviation[]): readonly (readonly string[])[] {
  return deviations.map((d) => [String(d.id), showClock(d.time), d.what, d.remedy, d.byName, d.accepted.length === 0 ? 'NOBODY' : listed(d.accepted.map((a) => a.name))]);
}

const deviationColumns = [{ title: 'No.', share: 0.6 }, { title: 'Time', share: 1 }, { title: 'What happened', share: 3.6 }, { title: 'Remedy', share: 2.8 }, { title: 'By', share: 1.3 }, { title: 'Accepted by', share: 1.4 }] as const;

/** Longer exact values (public keys, signatures) are named by their beginning. */
const EXACT = 72;
/** Longer lists (the mechanisms of a device) are cut; the record has them. Characters. */
const LISTED = 320;

function shortened({ value, exact }: Fact): string {
  const most = exact && !value.includes(' ') ? EXACT : LISTED;
  if (value.length <= most) return value;
  const kept = Array.from(value).slice(0, most === EXACT ? 24 : LISTED).join('');
  return `${kept.trimEnd()}… (${String(value.length)} characters)`;
}

/** Facts of one thing are told together, after its name. */
function told(facts: readonly Fact[]): string {
  const parts: string[] = [];
  let about: string | null = null;
  for (const fact of facts) {
    const begins = fact.about === null || fact.about === about ? '' : `[${fact.about}] `;
    about = fact.about;
    parts.push(`${begins}${fact.label}: ${shortened(fact)}`);
  }
  return parts.join('; ');
}

/** Beyond this an entry's facts are cut; the record has them. Characters. */
const TOLD = 3000;

function eventRow(event: AnnotatedEvent): readonly string[] {
  const facts = Array.from(told(event.facts));
  const text = facts.length > TOLD ? `${facts.slice(0, TOLD).join('').trimEnd()}… (cut; the record has all)` : facts.join('');
  const mark = event.tone === 'deviation' ? 'DEVIATION. ' : event.tone === 'problem' ? 'PROBLEM. ' : '';
  return [String(event.seq), showClock(event.time), `${mark}${event.sentence}`, text];
}

function stepBlocks(step: AnnotatedStep, name: (id: string) => string, isFirstOfKind: boolean): readonly Block[] {
  return [
    {
      kind: 'together',
      blocks: [
        { kind: 'heading', level: 3, text: `${String(step.number)}. ${step.title}` },
        ...(isFirstOfKind ? [{ kind: 'paragraph', text: step.what, look: 'quiet' } as const] : []),
        {
          kind: 'facts',
          paired: true,
          items: [
            { label: 'State', value: `${states[step.state]}${step.problems === 0 ? '' : `; ${count(step.problems, 'problem')}`}` },
            { label: 'Time', value: step.first === null || step.last === null ? 'none' : `${showTime(step.first)} to ${showClock(step.last)}` },
            { label: 'Who acts', value: listed(step.actors.map(name)), wide: true },
            ...step.confirmations.map((c): FactItem => ({ label: 'Confirmed by', value: `${c.name}: ${c.time === null ? 'MISSING' : `${showClock(c.time)}${c.signed ? ', signed' : ''}${c.note === null ? '' : `, noted “${c.note}”`}`}`, wide: true })),
            ...step.planned.map((f): FactItem => ({ label: f.label, value: f.value, exact: f.exact })),
          ],
        },
      ],
    },
    ...(step.deviations.length === 0 ? [] : [{ kind: 'table', label: `Deviations in step ${String(step.number)}`, dense: true, columns: deviationColumns, rows: deviationRows(step.deviations) } as const]),
    ...(step.events.length === 0 ? [] : [{
      kind: 'table', label: `Entries of step ${String(step.number)}`, dense: true,
      columns: [{ title: 'Entry', share: 0.7 }, { title: 'UTC', share: 1.1 }, { title: 'What is recorded', share: 3.4 }, { title: 'Evidence', share: 6.6 }],
      rows: step.events.map(eventRow),
    } as const]),
    ...(step.omitted === null ? [] : [{ kind: 'paragraph', look: 'quiet', text: `${count(step.omitted.count, 'further entry', 'further entries')} of this step, from entry ${String(step.omitted.from)} on, are left out here and stand in the record.` } as const]),
  ];
}

/** RefusalError `transcript.changed-meanwhile`. */
export async function transcriptDocument(verified: VerifiedTranscript): Promise<PrintedDocument> {
  const script = await annotate(verified);
  const name = peopleInWords(verified.plan);
  return {
    ...ofCeremony(verified),
    kind: 'transcript',
    title: 'Annotated transcript',
    foot: 'A view of the record in the bundle with this statement. What counts is the signed record.',
    blocks: [
      ...overview(script, verified),
      ...(script.deviations.length === 0 ? [] : [
        { kind: 'heading', level: 2, text: 'Deviations' } as const,
        { kind: 'table', label: 'All deviations', dense: true, columns: deviationColumns, rows: deviationRows(script.deviations) } as const,
        ...(script.deviations.length < script.deviationsRecorded ? [{ kind: 'paragraph', text: `${String(script.deviationsRecorded - script.deviations.length)} more deviations stand in the record.` } as const] : []),
      ]),
      ...(verified.warnings.length === 0 ? [] : [
        { kind: 'heading', level: 2, text: 'Warnings of the verifier' } as const,
        { kind: 'table', label: 'Warnings of the verifier', dense: true, columns: [{ title: 'Rule', share: 1.2, exact: true }, { title: 'Found', share: 4 }, { title: 'Means', share: 4 }], rows: verified.warnings.map((w) => [w.rule, w.found, w.means]) } as const,
      ]),
      { kind: 'page-break' },
      { kind: 'heading', level: 2, text: 'Step by step' },
      ...script.steps.flatMap((step, i) => stepBlocks(step, name, script.steps.findIndex((s) => s.kind === step.kind) === i)),
      {
        kind: 'heading', level: 2, text: 'Signatures of the statement',
      },
      { kind: 'paragraph', text: 'Each of these signatures covers everything above, and was found valid.' },
      {
        kind: 'table', label: 'Signatures of the statement', dense: true,
        columns: signatureColumns('SHA-256 of the key', 6),
        rows: script.signatures.flatMap((s) => signatureRows(s, grouped)),
      },
    ],
  };
}
