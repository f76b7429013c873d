/** The proof of recovery: a quorum of shares as read back restores the keys on the spare HSM, and they are compared with the originals. */
import type { ReactElement } from 'react';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ShareList } from '../../parts/share-list.tsx';
import { capital, count, inWords, list } from '../../parts/text.ts';
import { ShareInput } from '../../share-input/share-input.tsx';
import type { Way } from '../../share-input/share-input.tsx';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore, useUi } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import { Comparison } from './comparison.tsx';
import './proof.css';

export function ProofScreen({ step, snapshot, goOn }: ScreenProps<'proof'>): ReactElement {
  const store = useStore();
  const { pending } = useUi();
  const { threshold, presented, result, originals, shares } = step;
  const short = Math.max(0, threshold - presented.length);
  const passed = result !== null && result.length > 0 && result.every((k) => k.matches);
  const failed = result !== null && !passed;
  const rest = shares.filter((s) => !presented.includes(s.index));
  const offered: Way[] = [...(rest.some((s) => s.carrier === 'paper') ? (['file', 'camera', 'typed'] as const) : []), ...(rest.some((s) => s.carrier === 'smartcard') ? (['card'] as const) : [])];
  const nextCard = rest.find((s) => s.carrier === 'smartcard');
  const cardName = nextCard === undefined ? '' : (snapshot.people.find((p) => p.id === nextCard.custodian)?.name ?? nextCard.custodian);
  return (
    <StepPage
      snapshot={snapshot}
      heading={passed ? 'The backup restores the keys' : failed ? 'The restored keys differ' : 'Prove that the backup restores'}
      who="Everyone watches"
      lead={
        passed
          ? 'A quorum of the shares, as they were read back, restored every key on the spare HSM. Each is equal to its original.'
          : `${capital(inWords(threshold))} shares, as read back from their carriers, rebuild the backup key for a moment and restore the keys on the spare HSM. They are compared with the originals and then removed from it.`
      }
      act={goOn ?? (passed || short > 0 ? null : { label: `Restore the keys on the spare HSM${failed ? ' once more' : ''}`, run: () => void store.act('proof:run', {}, 'Restoring the keys on the spare HSM and comparing them') })}
      waiting={short > 0 && !passed ? `${capital(count(short, 'more share'))} needed` : ''}
      checks={passed ? [{ id: 'equal', label: 'Each line was compared by eye: original and restored are the same' }] : []}
      confirms="A quorum of shares, as read back, restored the keys on the spare HSM, and they equal the originals."
      actors={result === null ? 'none' : 'confirming'}
    >
      {failed && (
        <NotePanel tone="stop" title="The backup is not accepted.">
          <p>The keys on the HSM are unharmed and nothing was sealed. Record a deviation, and try the proof once more or have a new share set made.</p>
        </NotePanel>
      )}
      {result === null && (
        <section className="presented" aria-label="The quorum">
          <p className="presented-number">
            {presented.length} <span>{presented.length === 1 ? 'share' : 'shares'} presented,</span> {threshold} <span>needed</span>
          </p>
          {presented.length > 0 && <p className="quiet">Share {list(presented.map(String))}, as read back from {presented.length === 1 ? 'its carrier' : 'their carriers'}.</p>}
        </section>
      )}
      {short > 0 && result === null && step.pins.length === 0 && <ShareInput key={presented.length} offered={offered} custodian={cardName} card={nextCard?.card ?? ''} cardRemoved disabled={pending !== null} />}
      <Comparison originals={originals} result={result} restored={step.restored} />
      {result === null && <ShareList snapshot={snapshot} shares={shares} presented={presented} />}
    </StepPage>
  );
}
