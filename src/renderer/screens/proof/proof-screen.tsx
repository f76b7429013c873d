/** The proof of recovery: a quorum of shares as read back restores the keys on the spare HSM, and they are compared with the originals. */
import type { ReactElement } from 'react';
import { Comparison } from '../../parts/comparison.tsx';
import { GatherAgain } from '../../parts/gather-again.tsx';
import { makesShares } from '../../parts/kind-words.ts';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ShareList } from '../../parts/share-list.tsx';
import { Tally } from '../../parts/tally.tsx';
import { capital, count, inWords, list } from '../../parts/text.ts';
import { VoidSet } from '../../parts/void-set.tsx';
import { ShareInput } from '../../share-input/share-input.tsx';
import type { Way } from '../../share-input/share-input.tsx';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore, useUi } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import { comparedKeys } from './compared.ts';

export function ProofScreen({ step, snapshot, goOn }: ScreenProps<'proof'>): ReactElement {
  const store = useStore();
  const { pending } = useUi();
  const { threshold, presented, result, shares } = step;
  // In a yearly check the shares are of an earlier set, and were presented in the step before.
  const own = makesShares(snapshot.ceremony.kind);
  const as = own ? 'as they were read back' : 'as they were presented';
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
          ? `A quorum of the shares, ${as}, restored every key on the spare HSM. Each is equal to its original.`
          : `${capital(inWords(threshold))} shares, ${as}, rebuild the backup key for a moment and restore the keys on the spare HSM. They are compared with the originals and then removed from it.`
      }
      act={goOn ?? (passed || short > 0 ? null : { label: `Restore the keys on the spare HSM${failed ? ' once more' : ''}`, run: () => void store.act('proof:run', {}, 'Restoring the keys on the spare HSM and comparing them') })}
      waiting={short > 0 && !passed ? `${capital(count(short, 'more share'))} needed` : ''}
      checks={passed ? [{ id: 'equal', label: 'Each line was compared by eye: original and restored are the same' }] : []}
      confirms={`A quorum of shares, ${as}, restored the keys on the spare HSM, and they equal the originals.`}
      actors={result === null ? 'none' : 'confirming'}
      seldom={!passed && goOn === null && (own ? <VoidSet snapshot={snapshot} /> : <GatherAgain snapshot={snapshot} />)}
    >
      {failed && (
        <NotePanel tone="stop" title="The backup is not accepted.">
          <p>The keys on the HSM are unharmed{own ? ' and nothing was sealed' : ''}. Record a deviation, and try the proof once more{own ? ' or have a new share set made' : ' with other shares'}.</p>
        </NotePanel>
      )}
      {result === null && (
        <Tally label="The quorum" have={presented.length} what={`${presented.length === 1 ? 'share' : 'shares'} presented,`} need={threshold}>
          {presented.length > 0 && <p className="quiet">{presented.length === 1 ? 'Share' : 'Shares'} {list(presented.map(String))}, {own ? 'as read back from' : 'as presented from'} {presented.length === 1 ? 'its carrier' : 'their carriers'}.</p>}
        </Tally>
      )}
      {own && short > 0 && result === null && step.pins.length === 0 && <ShareInput key={presented.length} offered={offered} custodian={cardName} card={nextCard?.card ?? ''} cardRemoved disabled={pending !== null} />}
      <Comparison rows={comparedKeys(step)} />
      {result === null && own && <ShareList snapshot={snapshot} shares={shares} presented={presented} />}
    </StepPage>
  );
}
