/** Draws an answer of the verifier. SECURITY: everything from a bundle becomes text, never markup, and passes printable() first. */
import type { Refusal } from '../../core/refusals/refusal.ts';
import type { Finding } from '../findings.ts';
import type { AnyJudged } from '../judge.ts';
import { printable } from '../print-report.ts';
import type { VerifyReport } from '../report.ts';

type Tone = 'ok' | 'part' | 'warn' | 'stop';
type Child = Node | string;

export function el<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, ...children: readonly Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  made.append(...children.map((child) => (typeof child === 'string' ? printable(child) : child)));
  return made;
}

interface Verdict {
  readonly tone: Tone;
  readonly sign: string;
  readonly title: string;
  readonly sentence: string;
}

function verdictOf({ kind, report }: AnyJudged): Verdict {
  if (report.verdict === 'invalid') {
    const count = `${report.errors} ${report.errors === 1 ? 'thing is' : 'things are'} wrong.`;
    return { tone: 'stop', sign: '✕', title: 'Invalid', sentence: `${count} Do not rely on this bundle.` };
  }
  if (kind === 'redacted') {
    const pins = report.pinsMet ? 'The keys you pinned signed it.' : 'Nothing is pinned: whether the right people signed it, this page cannot tell.';
    return { tone: 'part', sign: '◐', title: 'Redacted', sentence: `What is shown is part of the signed record, unchanged. What is withheld was not judged. ${pins}` };
  }
  if (report.verdict === 'trusted') return { tone: 'ok', sign: '✓', title: 'Valid and trusted', sentence: 'Everything that was signed holds together, and the keys you pinned signed it.' };
  if (report.rehearsal && report.pinsGiven) return { tone: 'warn', sign: '!', title: 'Valid, a rehearsal', sentence: 'Everything holds together, but this is practice. Its keys protect nothing.' };
  return { tone: 'warn', sign: '!', title: 'Valid, nothing pinned', sentence: 'Everything that was signed holds together. Whether the right people signed it, this page cannot tell: choose a file of pinned keys.' };
}

function facts(rows: readonly (readonly [string, Child])[]): HTMLElement {
  return el('dl', 'facts', ...rows.map(([name, value]) => el('div', '', el('dt', '', name), el('dd', '', value))));
}

function table(caption: string, heads: readonly string[], rows: readonly (readonly Child[])[]): HTMLElement {
  const head = el('tr', '', ...heads.map((text) => Object.assign(el('th', '', text), { scope: 'col' })));
  return el('section', 'panel', el('h2', '', caption), el('div', 'wide', el('table', '', el('thead', '', head), el('tbody', '', ...rows.map((cells) => el('tr', '', ...cells.map((cell) => el('td', '', cell))))))));
}

const mono = (text: string): HTMLElement => el('span', 'mono', text);
/** Ids side by side, none broken at its hyphens. */
const ids = (list: readonly string[]): HTMLElement => el('span', 'mono', ...(list.length === 0 ? ['none'] : list.flatMap((id) => [el('span', 'keep', id), ' '])));

function statementPanels(report: Pick<VerifyReport, 'statement' | 'statementSha256' | 'signers'>, record: string): readonly HTMLElement[] {
  if (report.statement === null) return [];
  const { predicate } = report.statement;
  return [
    el('section', 'panel', el('h2', '', predicate.title), facts([
      ['Ceremony', `${predicate.ceremony}, ${predicate.kind}`],
      ['Organisation', predicate.organisation],
      ['Held', `${predicate.opened} to ${predicate.ended} (the machine’s clock)`],
      ['Record', record],
      ['Deviations', `${predicate.deviations.recorded} recorded, ${predicate.deviations.accepted} accepted`],
      ['Statement', mono(report.statementSha256 ?? '')],
      ...(predicate.previous === null ? [] : [['Follows', mono(predicate.previous)] as const]),
    ])),
    table('Signers', ['Name', 'Signature', 'Key (SHA-256)'], report.signers.map((s) => [`${s.name} (${s.id})`, `${s.signed ? '✓ signed' : '✕ not signed'}${s.pinned ? ', pinned' : ''}`, mono(s.keySha256)])),
    table('Keys', ['Name', 'Type and purpose', 'State', 'Check value'], predicate.lifecycle.map((k) => [k.name, `${k.type}, ${k.purpose}`, `${k.state}${k.compromised && k.state !== 'compromised' ? ', compromised before' : ''}`, mono(k.check.value)])),
  ];
}

function findingItem({ rule, severity, event, file, found, means }: Finding): HTMLElement {
  const place = [event === null ? null : `event ${event}`, file].filter((p) => p !== null).join(', ');
  return el('li', severity, el('p', 'rule', el('strong', '', severity === 'error' ? '✕ Error' : '! Warning'), ' ', mono(rule), ` ${place}`), el('p', '', found), el('p', 'quiet', means));
}

function findingsPanel({ findings, errors, warnings }: Pick<VerifyReport, 'findings' | 'errors' | 'warnings'>): HTMLElement {
  const rest = errors + warnings - findings.length;
  const list = findings.length === 0 ? [el('p', '', 'No rule is broken.')] : [el('ul', 'findings', ...findings.map(findingItem))];
  return el('section', 'panel', el('h2', '', `Findings: ${errors} ${errors === 1 ? 'error' : 'errors'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`), ...list, ...(rest > 0 ? [el('p', 'quiet', `${rest} more are not shown.`)] : []));
}

function withheldPanel(judged: AnyJudged): readonly HTMLElement[] {
  if (judged.kind === 'whole') return [];
  const { record, withheldFiles, partly, notJudged, unverifiedSignatures } = judged.report;
  const runs = (record?.runs ?? []).map(([from, to]) => (from === to ? String(from) : `${from} to ${to}`)).join(', ');
  return [
    el('section', 'panel', el('h2', '', 'What is withheld'), facts([
      ['Events', record === null || record.withheld === 0 ? 'none' : `${record.withheld} of ${record.entries}: ${runs}`],
      ['Files', withheldFiles.length === 0 ? 'none but the record as a whole' : withheldFiles.join(', ')],
      ['Rules not judged', ids(notJudged)],
      ['Judged in part', ids(partly)],
      ...(unverifiedSignatures.length === 0 ? [] : [['Signatures not judged', `of events ${unverifiedSignatures.slice(0, 50).join(', ')}`] as const]),
    ])),
  ];
}

function recordText(judged: AnyJudged): string {
  const { record } = judged.report;
  if (record === null) return 'could not be read';
  return judged.kind === 'redacted' ? `${record.entries} events, of which ${record.entries - judged.report.record!.withheld} are shown` : `${record.entries} events`;
}

function verdictPanel({ tone, sign, title, sentence }: Verdict): HTMLElement {
  const heading = el('h1', '', title);
  heading.tabIndex = -1;
  return el('section', `verdict ${tone}`, Object.assign(el('span', 'sign', sign), { ariaHidden: 'true' }), el('div', '', heading, el('p', 'lead', sentence)));
}

/** Everything that the verifier said. */
export function answerView(judged: AnyJudged, what: string): readonly HTMLElement[] {
  const { report } = judged;
  return [
    ...(report.rehearsal ? [el('p', 'rehearsal', 'Rehearsal: this is practice. Its keys protect nothing.')] : []),
    verdictPanel(verdictOf(judged)),
    el('p', 'quiet', `Judged: ${what}`),
    ...withheldPanel(judged),
    findingsPanel(report),
    ...statementPanels(report, recordText(judged)),
  ];
}

/** Where there was nothing to judge. */
export function refusalView({ code, sentence }: Pick<Refusal, 'code' | 'sentence'>, what: string): readonly HTMLElement[] {
  return [verdictPanel({ tone: 'stop', sign: '✕', title: 'Nothing was judged', sentence }), el('p', 'quiet', `Given: ${what} (`, mono(code), ')')];
}
