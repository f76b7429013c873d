/** The result of a check ceremony on paper: each share, what was found, and what is done about it. Refuses the record of another kind of ceremony. */
import { oldSets } from '../../core/ceremony/scope.ts';
import type { CeremonyState } from '../../core/ceremony/state.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { listed } from '../annotated/fact.ts';
import { peopleInWords } from '../annotated/people-words.ts';
import { count, ofCeremony, showTime } from './about.ts';
import type { Block, PrintedDocument } from './blocks.ts';
import { checkRules } from './check-words.ts';
import { recordEnd } from './record-end.ts';

function rows(verified: VerifiedTranscript, end: CeremonyState): readonly (readonly string[])[] {
  const name = peopleInWords(verified.plan);
  return oldSets(end).flatMap(({ planned, standing }) => planned.shares.map((share) => {
    const found = end.checks[share.index];
    const before = standing.custodians.find((c) => c.index === share.index);
    const rule = found === undefined ? null : checkRules[found.result];
    return [
      String(share.index),
      `${name(share.custodian)}, ${share.carrier}`,
      before?.bag ?? 'not noted',
      found?.bag ?? '',
      rule?.found ?? 'NOT CHECKED',
      `${rule?.rule ?? 'Check it: this record does not say what became of it.'}${found?.note === undefined ? '' : ` Said at the check: ${found.note}`}`,
      end.newBags[share.index] ?? '',
    ];
  }));
}

/** RefusalErrors `document.not-a-check`, `transcript.changed-meanwhile`. */
export async function checkDocument(verified: VerifiedTranscript): Promise<PrintedDocument> {
  const { plan } = verified;
  if (plan.ceremony !== 'check') throw new RefusalError('document.not-a-check', { kind: plan.ceremony });
  const end = await recordEnd(verified);
  const [set] = oldSets(end);
  const results = plan.set.shares.map((s) => end.checks[s.index]?.result);
  const good = results.filter((r) => r === 'readable').length;
  const threshold = set?.standing.threshold ?? 0;
  const blocks: readonly Block[] = [
    { kind: 'heading', level: 2, text: `Share set ${showSetId(plan.set.id)}` },
    { kind: 'callout', label: 'Result', text: `${String(good)} of ${count(results.length, 'share')} ${good === 1 ? 'is' : 'are'} there and readable, in the bag that was noted. ${good >= threshold ? `Any ${String(threshold)} of them restore the keys.` : `${String(threshold)} are needed, so the keys could not be restored from ${good === 1 ? 'it' : 'them'}.`}` },
    {
      kind: 'facts',
      items: [
        { label: 'Checked', value: showTime(verified.statement.predicate.ended) },
        ...(set === undefined ? [] : [{ label: 'Restores the keys', value: listed(set.standing.keys) }, { label: 'Made', value: `${showTime(set.standing.made)}, in ceremony ${set.standing.ceremony}` }]),
        { label: 'Recovery', value: plan.spare === undefined ? 'not part of this check: no shares were combined' : end.proof.phase === 'passed' ? `proven with shares ${listed(end.proof.shares.map(String))}: the keys came out equal on the spare HSM` : 'was planned and not proven' },
      ],
    },
    {
      kind: 'table', label: 'Shares and what was found',
      columns: [{ title: 'Share', share: 0.8 }, { title: 'Custodian, carrier', share: 2 }, { title: 'Bag before', share: 1.3 }, { title: 'Bag seen', share: 1.3 }, { title: 'Found', share: 1.4 }, { title: 'What to do', share: 5 }, { title: 'New bag', share: 1.3 }],
      rows: rows(verified, end),
    },
    ...(results.every((r) => r === 'readable') ? [] : [{ kind: 'together', blocks: [{ kind: 'heading', level: 3, text: 'Who does what, and by when' }, { kind: 'table', label: 'Who does what, to be filled in', tall: true, columns: [{ title: 'Share', share: 0.8 }, { title: 'What', share: 4 }, { title: 'Who', share: 2 }, { title: 'By', share: 1.2 }, { title: 'Done, initials', share: 1.4 }], rows: Array.from({ length: Math.min(6, results.filter((r) => r !== 'readable').length + 1) }, () => ['', '', '', '', '']) }] } as const]),
    { kind: 'fields', labels: [{ text: 'Auditor, signature', share: 1 }, { text: 'Security officer, signature', share: 1 }, { text: 'Date', share: 0.6 }] },
  ];
  return { ...ofCeremony(verified), kind: 'check', title: 'Result of the check', foot: 'A share was held against its commitment and wiped; none is on this sheet.', blocks };
}
