/** A record from which entries are withheld: what is proven of it, what is withheld, and what could not be judged. Offers no decision. */
import type { ReactElement } from 'react';
import type { ReviewedRedaction, ReviewSummary } from '../../api.ts';
import { count, grouped } from '../../parts/text.ts';
import { SummaryLines, trustLine } from './summary-lines.tsx';
import type { SummaryLine } from './summary-lines.tsx';

/** More are told by their number: the list is for people. */
const SHOWN = 40;

const some = (all: readonly string[]): string => `${all.slice(0, SHOWN).join(', ')}${all.length > SHOWN ? ` and ${all.length - SHOWN} more` : ''}`;
const runs = ({ runs: all }: ReviewedRedaction): string => some(all.map(([from, to]) => (from === to ? String(from) : `${from} to ${to}`)));

function linesOf(summary: ReviewSummary, redacted: ReviewedRedaction): readonly SummaryLine[] {
  const entries = summary.entries ?? 0;
  const { withheld, files, partly, notJudged, unverified } = redacted;
  const signed = summary.signers.filter((s) => s.signed).length;
  return [
    { label: 'Same record', tone: 'ok', word: 'proven', sentence: `The ${count(entries - withheld, 'entry that is', 'entries that are')} shown, and the hashes of those that are not, give the Merkle root under ${count(signed, 'valid signature')}.` },
    trustLine(summary),
    { label: 'Entries', tone: withheld === 0 ? 'ok' : 'warn', word: withheld === 0 ? 'none withheld' : `${withheld} of ${entries} withheld`, sentence: withheld === 0 ? `All ${entries} are shown.` : `Withheld: ${runs(redacted)}.` },
    { label: 'Files', tone: files.length === 0 ? 'ok' : 'warn', word: files.length === 0 ? 'none withheld' : `${files.length} withheld`, sentence: files.length === 0 ? 'Every file of the bundle is there.' : `${some(files)}.` },
    { label: 'Rules', tone: notJudged.length + partly.length === 0 ? 'ok' : 'warn', word: notJudged.length === 0 ? (partly.length === 0 ? 'all judged' : 'judged in part') : `${notJudged.length} not judged`, sentence: [...(notJudged.length === 0 ? [] : [`Not judged: ${some(notJudged)}.`]), ...(partly.length === 0 ? [] : [`Of the entries shown only: ${some(partly)}.`])].join(' ') },
    ...(unverified.length === 0 ? [] : [{ label: 'Signatures', tone: 'warn', word: `${unverified.length} not verified`, sentence: `Of the entries ${some(unverified.map(String))}: the key that would verify them is not shown.` } as const]),
    { label: 'Decision', tone: 'quiet', word: 'not offered', sentence: 'An officer signs a record off from the whole of it.' },
  ];
}

export function Redaction({ summary, redacted }: { readonly summary: ReviewSummary; readonly redacted: ReviewedRedaction }): ReactElement {
  return (
    <section className="card review-card" aria-label="What is withheld">
      <h2>What is proven, and what is withheld</h2>
      <SummaryLines lines={linesOf(summary, redacted)} />
      {redacted.merkleRoot !== null && (
        <p className="small quiet review-root">
          Merkle root: <span className="mono review-key">{grouped(redacted.merkleRoot)}</span>
        </p>
      )}
    </section>
  );
}
