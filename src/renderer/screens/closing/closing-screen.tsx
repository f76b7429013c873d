/** Closing: the bundle is written and everything in memory is wiped. */
import type { ReactElement } from 'react';
import { bringsShares, makesShares } from '../../parts/kind-words.ts';
import { ReadAloud } from '../../parts/read-aloud.tsx';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import { TakeHome } from './take-home.tsx';

export function ClosingScreen({ snapshot, goOn }: ScreenProps<'closing'>): ReactElement {
  const store = useStore();
  const { kind } = snapshot.ceremony;
  return (
    <StepPage
      snapshot={snapshot}
      heading="Close the ceremony"
      who="The administrator acts, the security officer watches"
      lead="All signatures are there. Closing writes the transcript bundle: the record, the signed statement, the public keys and what belongs to them, in one folder. Shares and personal codes are wiped from memory."
      act={goOn ?? { label: 'Close the ceremony and write the bundle', run: () => void store.act('ceremony:close', {}, 'Writing the bundle and checking it') }}
      checks={[
        ...(makesShares(kind) || bringsShares(kind) ? [{ id: 'bags', label: 'Every share is in its closed bag or envelope, with its custodian' }] : []),
        { id: 'medium', label: 'An empty medium for the bundle is at hand' },
      ]}
      confirms="The ceremony is to be closed."
    >
      <ReadAloud by="The administrator">Is there anything that should be in the record and is not? After closing, nothing can be added.</ReadAloud>
      <TakeHome snapshot={snapshot} />
    </StepPage>
  );
}
