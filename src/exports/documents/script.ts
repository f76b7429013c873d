/** The script before the ceremony: what is done, by whom, what is read aloud, with room to annotate each step by hand. It follows from the plan alone and is no record. */
import { rolesInWords } from '../../core/ceremony/roles.ts';
import type { Scope } from '../../core/ceremony/scope.ts';
import { deriveScript } from '../../core/ceremony/script.ts';
import type { Step } from '../../core/ceremony/steps.ts';
import { nothingInherited } from '../../core/lineage/types.ts';
import type { Inherited } from '../../core/lineage/types.ts';
import { backupOf, followsOf, newKeys, oldSetsOf, spareOf } from '../../core/plan/parts.ts';
import type { Plan } from '../../core/plan/schema.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import { typeWords } from '../../core/words/key-words.ts';
import { peopleInWords } from '../annotated/people-words.ts';
import { plannedFacts } from '../annotated/planned.ts';
import { stepMeaning } from '../annotated/step-words.ts';
import { certificateInWords, count, grouped, kindTitles, planDigest } from './about.ts';
import type { ReadPlanFile } from './about.ts';
import type { Block, FactItem, PrintedDocument } from './blocks.ts';
import { stepWords } from './script-words.ts';

function aboutPlan({ plan, sha256 }: ReadPlanFile): readonly FactItem[] {
  const backup = backupOf(plan);
  const follows = followsOf(plan);
  return [
    { label: 'Ceremony', value: plan.id, exact: true },
    { label: 'Kind', value: kindTitles[plan.ceremony] },
    { label: 'Mode', value: plan.mode === 'rehearsal' ? 'rehearsal: its keys protect nothing' : 'production' },
    ...(plan.scheduled === undefined ? [] : [{ label: 'Planned for', value: plan.scheduled }]),
    ...(plan.ceremony === 'generate' ? [] : [{ label: 'Follows the statement', value: follows === null ? 'none: only a package is left' : grouped(follows), exact: follows !== null }]),
    { label: 'HSM', value: `${plan.hsm.label}${plan.hsm.serial === undefined ? '' : `, serial ${plan.hsm.serial}`}; certificate ${certificateInWords(plan.hsm.certificate)}` },
    ...(spareOf(plan) === null ? [] : [{ label: 'Spare HSM', value: spareOf(plan)!.label }]),
    ...(backup === null ? [] : [{ label: 'Backup', value: `${count(backup.shares.length, 'share')}, any ${String(backup.threshold)} of them restore` }]),
    { label: 'SHA-256 of the plan', value: grouped(sha256), exact: true },
  ];
}

function tables(plan: Plan): readonly Block[] {
  const name = peopleInWords(plan);
  const backup = backupOf(plan);
  const keys = newKeys(plan);
  const old = oldSetsOf(plan);
  return [
    ...(keys.length === 0 ? [] : [together('Keys that are made', { kind: 'table', label: 'Keys that are made', columns: [{ title: 'Key', share: 2, exact: true }, { title: 'Type', share: 1.3 }, { title: 'Purpose', share: 2 }, { title: 'In use for', share: 1.2 }, { title: 'Backup', share: 1 }], rows: keys.map((k) => [k.name, typeWords[k.type], k.purpose, `${String(k.cryptoperiodDays)} days`, k.backup ? 'yes' : 'no']) })]),
    ...(backup === null ? [] : [together('New shares', { kind: 'table', label: 'New shares', columns: [{ title: 'Share', share: 1 }, { title: 'Custodian', share: 3 }, { title: 'Carrier', share: 3 }], rows: backup.shares.map((s, i) => [String(i + 1), name(s.custodian), s.carrier === 'paper' ? 'paper' : `smartcard ${s.card.label}`]) })]),
    ...old.map((set) => together(`Shares of set ${showSetId(set.id)} that are brought`, { kind: 'table', label: `Shares of set ${showSetId(set.id)}`, columns: [{ title: 'Share', share: 1 }, { title: 'Custodian', share: 3 }, { title: 'Carrier', share: 3 }], rows: set.shares.map((s) => [String(s.index), name(s.custodian), s.carrier === 'paper' ? 'paper' : `smartcard ${s.card.label}`]) })),
    ...(plan.documents.length === 0 ? [] : [together('Documents of this ceremony', { kind: 'list', ordered: false, items: plan.documents.map((d) => (d.sha256 === undefined ? d.title : `${d.title} (SHA-256 ${grouped(d.sha256)})`)) })]),
  ];
}

function together(title: string, block: Block): Block {
  return { kind: 'together', blocks: [{ kind: 'heading', level: 3, text: title }, block] };
}

function stepBlock(scope: Scope, step: Step, inheritedKnown: boolean, isFirstOfKind: boolean): Block {
  const name = peopleInWords(scope.plan);
  const everyone = (ids: readonly string[]): string => (ids.length === scope.plan.participants.length ? 'everyone' : ids.map(name).join(', '));
  const words = stepWords(scope, step);
  // A plan by itself does not know the keys of an earlier set: what would read "none" is left out.
  const facts = plannedFacts(scope, step).filter((f) => inheritedKnown || f.value !== 'none' || !f.label.startsWith('Keys'));
  return {
    kind: 'together',
    blocks: [
      { kind: 'heading', level: 3, text: `${String(step.number)}. ${step.title}`, tick: 'done' },
      ...(isFirstOfKind ? [{ kind: 'paragraph', text: stepMeaning(step.kind), look: 'quiet' } as const] : []),
      {
        kind: 'facts',
        paired: true,
        items: [
          { label: 'Who acts', value: everyone(step.actors), wide: true },
          ...(step.confirmedBy.length === 0 ? [] : [{ label: step.confirmWhen === 'before' ? 'Confirm before' : 'Confirm after', value: everyone(step.confirmedBy), wide: true }]),
          ...facts.map((f): FactItem => ({ label: f.label, value: f.value, exact: f.exact })),
        ],
      },
      ...(words.aloud === null || words.aloud.text === '' ? [] : [{ kind: 'callout', label: `${words.aloud.by} reads aloud`, text: words.aloud.text } as const]),
      { kind: 'ticks', items: words.ticks },
      ...(words.write.length === 0 ? [] : [{ kind: 'fields', labels: words.write.map((text) => ({ text, share: 1 })) } as const]),
      { kind: 'fields', labels: [{ text: 'Begun', share: 1 }, { text: 'Done', share: 1 }, { text: 'Initials', share: 1.4 }, { text: 'Remarks', share: 4 }] },
    ],
  };
}

/**
 * The script of the plan in `file`. `inherited`: what the ceremony before left behind, where it is known; without it the script names
 * no key of an earlier set.
 */
export function scriptDocument(file: ReadPlanFile, inherited: Inherited | null = null): PrintedDocument {
  const { plan } = file;
  const scope: Scope = { plan, inherited: inherited ?? nothingInherited };
  const digest = planDigest(file);
  const steps = deriveScript(plan);
  return {
    kind: 'script',
    title: 'Script of the ceremony',
    lines: [plan.title, plan.organisation],
    ceremony: plan.id,
    rehearsal: plan.mode === 'rehearsal',
    madeAt: plan.scheduled === undefined ? null : `${plan.scheduled}T00:00:00.000Z`,
    digest,
    foot: 'To be annotated by hand. What counts is the signed record; this print is kept with it.',
    markedAcross: false,
    shorter: [],
    blocks: [
      { kind: 'heading', level: 2, text: 'The plan' },
      { kind: 'facts', items: aboutPlan(file) },
      { kind: 'words', label: 'The sixteen words of the plan', words: digest.words },
      { kind: 'paragraph', text: 'These words are the fingerprint of the plan. They are read aloud from the screen before anything happens: one letter changed in the plan changes them. Whoever sees another word says stop.' },
      { kind: 'fields', labels: [{ text: 'Place', share: 2 }, { text: 'Date', share: 1 }, { text: 'Kept by', share: 2 }] },
      ...tables(plan),
      {
        kind: 'together',
        blocks: [
          { kind: 'heading', level: 2, text: 'Who takes part' },
          { kind: 'table', label: 'Who takes part', tall: true, columns: [{ title: 'Name', share: 3 }, { title: 'Roles', share: 3 }, { title: 'Came at', share: 1.2 }, { title: 'Left at', share: 1.2 }, { title: 'Initials', share: 1.6 }], rows: plan.participants.map((p) => [p.organisation === undefined ? p.name : `${p.name} (${p.organisation})`, rolesInWords(plan, p).join(', '), '', '', '']) },
        ],
      },
      { kind: 'heading', level: 2, text: `The ${count(steps.length, 'step')}` },
      { kind: 'paragraph', text: 'One step after another, none left out, none done twice without a remark. Whatever goes otherwise is a deviation: it is typed into the record at once, and noted at the end of this print.' },
      ...steps.map((step, i) => stepBlock(scope, step, inherited !== null || plan.ceremony === 'generate', steps.findIndex((s) => s.kind === step.kind) === i)),
      {
        kind: 'together',
        blocks: [
          { kind: 'heading', level: 2, text: 'Deviations and pauses' },
          { kind: 'table', label: 'Deviations and pauses, to be filled in by hand', tall: true, columns: [{ title: 'Step', share: 0.8 }, { title: 'Time', share: 1 }, { title: 'What happened', share: 4 }, { title: 'Remedy', share: 3 }, { title: 'Accepted by', share: 1.6 }], rows: Array.from({ length: 8 }, () => ['', '', '', '', '']) },
        ],
      },
      {
        kind: 'together',
        blocks: [
          { kind: 'heading', level: 2, text: 'At the end' },
          { kind: 'paragraph', text: 'The annotations in this print were made during the ceremony, and each is by the person whose initials stand beside it.' },
          { kind: 'table', label: 'Signatures under this print', tall: true, columns: [{ title: 'Name', share: 3 }, { title: 'Roles', share: 2.4 }, { title: 'Time', share: 1 }, { title: 'Signature', share: 3.4 }], rows: plan.participants.map((p) => [p.name, rolesInWords(plan, p).join(', '), '', '']) },
        ],
      },
    ],
  };
}
