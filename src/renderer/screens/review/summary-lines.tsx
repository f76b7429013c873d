/** What a record shows, line by line: a label, a word with its sign, a sentence. Whole records and redacted ones are told in the same form. */
import type { ReactElement } from 'react';
import type { ReviewSummary } from '../../api.ts';
import { Status } from '../../parts/status.tsx';
import type { Tone } from '../../parts/status.tsx';
import { capital, count } from '../../parts/text.ts';
import { Unbroken } from '../../parts/unbroken.tsx';

export interface SummaryLine {
  readonly label: string;
  readonly tone: Tone;
  readonly word: string;
  readonly sentence: string;
}

export function trustLine({ signers, trust, verdict }: ReviewSummary): SummaryLine {
  const pinned = signers.filter((s) => s.pinned).length;
  if (trust === null) return { label: 'Trust', tone: 'warn', word: 'nothing pinned', sentence: 'Whether these are your organisation’s keys cannot be told from the record alone.' };
  return verdict === 'trusted' || pinned > 0
    ? { label: 'Trust', tone: 'ok', word: 'pinned keys signed', sentence: `${capital(count(pinned, 'signer'))} of ${signers.length} ${pinned === 1 ? 'has a key' : 'have keys'} of ${trust}.` }
    : { label: 'Trust', tone: 'stop', word: 'no pinned key signed', sentence: `None of the signers has a key of ${trust}.` };
}

export function SummaryLines({ lines }: { readonly lines: readonly SummaryLine[] }): ReactElement {
  return (
    <dl className="review-lines">
      {lines.map((line) => (
        <div key={line.label}>
          <dt>{line.label}</dt>
          <dd>
            <Status tone={line.tone}>{line.word}</Status>
            <span>
              <Unbroken text={line.sentence} />
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
