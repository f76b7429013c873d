/** A key management plan as Markdown (CommonMark). SECURITY: text of the record is escaped, so that it can be neither markup nor HTML. */
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { keyManagementPlan } from './kmp.ts';
import type { KeyManagementPlan, KmpEvidence, KmpSection } from './types.ts';

/** Every character that means something anywhere in CommonMark or GitHub's tables, with a backslash (CommonMark 0.31 section 2.4); < and & as entities. */
export function markdownText(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|~$^@]/g, (c) => `\\${c}`).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replace(/^(\s*)([-=])/, '$1\\$2').replace(/^(\s*\d+)\./, '$1\\.').replaceAll('://', ':\\/\\/');
}

function evidenceInWords(evidence: KmpEvidence): string {
  switch (evidence.kind) {
    case 'entry': return `entry ${String(evidence.seq)}`;
    case 'statement': return `statement, ${markdownText(evidence.field)}`;
    case 'plan': return `plan, ${markdownText(evidence.field)}`;
    case 'page': return `docs/${markdownText(evidence.file)}`;
    default: return evidence satisfies never;
  }
}

function sectionLines({ title, answers }: KmpSection, mark: string): readonly string[] {
  return [
    `## ${mark}${markdownText(title)}`,
    '',
    ...answers.flatMap(({ question, sentences }) => [`### ${question}`, '', ...sentences.map(({ text, evidence }) => `- ${markdownText(text)} *(${evidence.map(evidenceInWords).join('; ')})*`), '']),
  ];
}

/** The plan as Markdown, ended by a line feed. */
export function kmpMarkdown(kmp: KeyManagementPlan): string {
  const mark = kmp.rehearsal ? 'REHEARSAL: ' : '';
  const lines = [
    `# ${mark}Key management plan of ${markdownText(kmp.organisation)}`,
    '',
    ...(kmp.rehearsal ? ['**This is from a rehearsal. Its keys protect nothing.**', ''] : []),
    `As it stands after ceremony ${markdownText(kmp.ceremony)} (${markdownText(kmp.kind)}: ${markdownText(kmp.title)}), which ended at ${kmp.asOf} by the clock of its machine. Numbers of entries are those of the record.`,
    '',
    '| | SHA-256 |',
    '| --- | --- |',
    `| transcript.jsonl | ${kmp.transcriptSha256} |`,
    `| signed statement | ${kmp.statementSha256} |`,
    `| plan.yaml | ${kmp.planSha256} |`,
    '',
    kmp.verdict === 'trusted' ? 'The record was verified, and the keys that the reader pinned have signed it.' : 'The record was verified. No keys were pinned: whether the right people signed it is not shown here.',
    '',
    '| office | name |',
    '| --- | --- |',
    ...kmp.officers.map(({ office, name }) => `| ${office} | ${markdownText(name)} |`),
    '',
    ...kmp.sections.flatMap((section) => sectionLines(section, mark)),
    `## ${mark}Who signed the record`,
    '',
    '| signer | algorithm | key, SHA-256 |',
    '| --- | --- | --- |',
    ...kmp.signatures.map(({ name, algorithm, keySha256 }) => `| ${markdownText(name)} | ${algorithm} | ${keySha256} |`),
    '',
    '## What the verifier remarked',
    '',
    ...(kmp.remarks.length === 0 ? ['Nothing.'] : kmp.remarks.map((remark) => `- ${markdownText(remark)}`)),
  ];
  return `${lines.join('\n')}\n`;
}

/** The Markdown of the key management plan of a verified record. */
export async function* kmp(verified: VerifiedTranscript): AsyncGenerator<string> {
  yield kmpMarkdown(await keyManagementPlan(verified));
}
