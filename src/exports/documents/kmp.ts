/** The key management plan on paper: five questions for each share set, answered in sentences, each with what it rests on. Adds nothing to the plan as data. */
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { keyManagementPlan } from '../kmp/kmp.ts';
import type { KeyManagementPlan, KmpAnswer, KmpEvidence, KmpSection } from '../kmp/types.ts';
import { grouped, kindTitles, ofCeremony, showTime } from './about.ts';
import type { Block, PrintedDocument } from './blocks.ts';

/** "entry 12", "statement: shareSets", "plan: keys", "docs/ceremonies/rotate.md". */
function source(evidence: KmpEvidence): string {
  switch (evidence.kind) {
    case 'entry': return `entry ${String(evidence.seq)}`;
    case 'statement': return `statement: ${evidence.field}`;
    case 'plan': return `plan: ${evidence.field}`;
    case 'page': return evidence.file;
    default: return evidence satisfies never;
  }
}

/** Entries of one sentence are told in one list; a long one by its ends. */
function sources(evidence: readonly KmpEvidence[]): string {
  const entries = evidence.filter((e) => e.kind === 'entry');
  const others = evidence.filter((e) => e.kind !== 'entry').map(source);
  const numbers = entries.map((e) => String(e.seq));
  const told = numbers.length === 0 ? [] : [`${numbers.length === 1 ? 'entry' : 'entries'} ${numbers.length > 8 ? `${numbers.slice(0, 7).join(', ')} … ${numbers.at(-1) ?? ''}` : numbers.join(', ')}`];
  return [...told, ...new Set(others)].join('; ');
}

function answerBlocks(answer: KmpAnswer): readonly Block[] {
  return [
    { kind: 'heading', level: 3, text: answer.question },
    { kind: 'table', label: answer.question, columns: [{ title: 'Answer', share: 5 }, { title: 'Rests on', share: 1.8 }], rows: answer.sentences.map((s) => [s.text, sources(s.evidence)]) },
  ];
}

function sectionBlocks(section: KmpSection, isFirst: boolean): readonly Block[] {
  return [
    ...(isFirst ? [] : [{ kind: 'page-break' } as const]),
    { kind: 'heading', level: 2, text: section.title },
    ...section.answers.flatMap(answerBlocks),
  ];
}

function aboutPlan(plan: KeyManagementPlan, verified: VerifiedTranscript): Block {
  return {
    kind: 'facts',
    items: [
      { label: 'As it stands', value: `${showTime(plan.asOf)}, at the end of ceremony ${plan.ceremony} (${kindTitles[verified.statement.predicate.kind]})` },
      { label: 'Verdict on the record', value: plan.verdict === 'trusted' ? 'valid, and signed by the keys that the reader has pinned' : 'valid; no pinned keys were given to compare with' },
      ...plan.officers.map((o) => ({ label: o.office, value: o.name })),
      { label: 'Transcript, SHA-256', value: grouped(plan.transcriptSha256), exact: true },
      { label: 'Plan, SHA-256', value: grouped(plan.planSha256), exact: true },
      ...plan.remarks.map((text) => ({ label: 'Remark of the verifier', value: text })),
    ],
  };
}

/** RefusalError `transcript.changed-meanwhile`. */
export async function keyManagementDocument(verified: VerifiedTranscript): Promise<PrintedDocument> {
  const plan = await keyManagementPlan(verified);
  return {
    ...ofCeremony(verified),
    kind: 'kmp',
    title: 'Key management plan',
    foot: '“Entry” is a line of the record, “statement” and “plan” are files of the bundle with this statement.',
    blocks: [
      aboutPlan(plan, verified),
      ...plan.sections.flatMap((section, i) => sectionBlocks(section, i === 0)),
      { kind: 'heading', level: 2, text: 'Who signed the record' },
      { kind: 'table', label: 'Signatures of the statement that were found valid', dense: true, columns: [{ title: 'Signed by', share: 2.2 }, { title: 'Algorithm', share: 1.2, exact: true }, { title: 'SHA-256 of the key', share: 6, exact: true }], rows: plan.signatures.map((s) => [s.name, s.algorithm, grouped(s.keySha256)]) },
    ],
  };
}
