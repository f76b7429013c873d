/** The custody sheet: who holds which share, on what, in which bag, and what is to be done with it. It has no share, no PIN, and no digest of either; commitments stay in the transcript. */
import type { StandingSet } from '../../core/lineage/types.ts';
import { CHECK_DAYS } from '../../core/lineage/duty-rules.ts';
import { addDays, dayOf } from '../../core/lineage/day.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { listed } from '../annotated/fact.ts';
import { peopleInWords } from '../annotated/people-words.ts';
import { count, grouped, ofCeremony, showTime } from './about.ts';
import type { Block, PrintedDocument } from './blocks.ts';

function setBlocks(verified: VerifiedTranscript, set: StandingSet, isFirst: boolean): readonly Block[] {
  const name = peopleInWords(verified.plan);
  const shown = showSetId(set.id);
  const spare = set.count - set.threshold;
  return [
    ...(isFirst ? [] : [{ kind: 'page-break' } as const]),
    { kind: 'heading', level: 2, text: `Share set ${shown}` },
    {
      kind: 'facts',
      items: [
        { label: 'Restores the keys', value: listed(set.keys) },
        { label: 'Threshold', value: `any ${String(set.threshold)} of the ${count(set.count, 'share')} restore; fewer tell nothing` },
        { label: 'Can be lost', value: spare === 0 ? 'none: every share is needed' : `${String(spare)} at most; if one more is lost, the keys can no longer be restored` },
        { label: 'Made', value: `${showTime(set.made)}, in ceremony ${set.ceremony}` },
        { label: 'Package, SHA-256', value: grouped(set.package), exact: true },
      ],
    },
    {
      kind: 'table', label: `Shares of set ${shown}`,
      columns: [{ title: 'Share', share: 0.8 }, { title: 'Custodian', share: 2.6 }, { title: 'Carrier', share: 1.3 }, { title: 'Bag or envelope', share: 2 }, { title: 'Serial of the card', share: 2, exact: true }],
      rows: set.custodians.map((c) => [`${String(c.index)} of ${String(set.count)}`, name(c.custodian), c.carrier, c.bag ?? 'not noted', c.card ?? '']),
    },
    { kind: 'heading', level: 3, text: 'What the custodian does' },
    {
      kind: 'list', ordered: true,
      items: [
        'Keep it in its closed bag, locked away, apart from the other shares and from the package. Never photograph, copy or type it.',
        `Bring it, unopened, to the check each year${set.made === null ? '' : `, for the first time by ${addDays(dayOf(set.made), CHECK_DAYS)} unless a later check was made`}. The bag is looked at before it is opened, and its new number is written down.`,
        'Say at once when the bag is open, the number another, the share lost or damaged, or when you leave or change duties. Then a new set is made; nothing is lost as long as enough shares are left.',
        'Hand it over only in front of a witness, by a line below, to the person who is named for it in writing.',
        'When the set is declared void, bring the share to be destroyed; do not destroy it alone.',
      ],
    },
    {
      kind: 'together',
      blocks: [
        { kind: 'heading', level: 3, text: 'Received at this ceremony' },
        {
          kind: 'table', label: 'Received, to be signed', tall: true,
          columns: [{ title: 'Share', share: 0.8 }, { title: 'Custodian', share: 2.4 }, { title: 'Bag number seen', share: 1.8 }, { title: 'Date', share: 1.3 }, { title: 'Custodian, signature', share: 2.4 }, { title: 'Witness, signature', share: 2.4 }],
          rows: set.custodians.map((c) => [String(c.index), name(c.custodian), '', '', '', '']),
        },
      ],
    },
    {
      kind: 'together',
      blocks: [
        { kind: 'heading', level: 3, text: 'Handed over later' },
        {
          kind: 'table', label: 'Handed over later, to be filled in and signed', tall: true,
          columns: [{ title: 'Share', share: 0.8 }, { title: 'Date', share: 1.2 }, { title: 'From, signature', share: 2.2 }, { title: 'To: name, signature', share: 2.6 }, { title: 'Bag number', share: 1.6 }, { title: 'Witness, signature', share: 2.2 }],
          rows: Array.from({ length: 6 }, () => ['', '', '', '', '', '']),
        },
      ],
    },
  ];
}

export function custodyDocument(verified: VerifiedTranscript): PrintedDocument {
  const sets = verified.statement.predicate.shareSets;
  return {
    ...ofCeremony(verified),
    kind: 'custody',
    title: 'Custody of the shares',
    foot: 'No share and no PIN is on this sheet. It says who holds what: keep it where only those look who must know.',
    blocks: sets.length === 0 ? [{ kind: 'paragraph', text: 'After this ceremony no share set is in force, so nobody holds a share that counts.' }] : sets.flatMap((set, i) => setBlocks(verified, set, i === 0)),
  };
}
