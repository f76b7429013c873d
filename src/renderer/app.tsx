/** Chooses what fills the window from the snapshot, and nothing else. */
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { Snapshot, StepView } from './api.ts';
import { RegisterAgainScreen } from './screens/attendance/register-again-screen.tsx';
import { AbandonedScreen } from './screens/finished/abandoned-screen.tsx';
import { ClosedScreen } from './screens/finished/closed-screen.tsx';
import { HomeScreen } from './screens/home/home-screen.tsx';
import { PausedScreen } from './screens/paused/paused-screen.tsx';
import { StepScreen } from './screens/screens.tsx';
import { CeremonyLayout } from './shell/ceremony-layout.tsx';
import type { MainAct } from './shell/next-act.ts';
import { useStore, useUi } from './state/use-store.ts';

export function App(): ReactElement {
  const { loaded, snapshot, review, at } = useUi();
  if (!loaded) return <main aria-busy="true" aria-label="Starting" />;
  if (snapshot === null) return <HomeScreen />;
  return (
    <CeremonyLayout snapshot={snapshot} at={at}>
      <Middle snapshot={snapshot} review={review} />
    </CeremonyLayout>
  );
}

function Middle({ snapshot, review }: { readonly snapshot: Snapshot; readonly review: StepView | null }): ReactElement {
  const store = useStore();
  const [later, setLater] = useState<string | null>(null);
  const { step, status } = snapshot;
  if (status === 'closed') return <ClosedScreen snapshot={snapshot} />;
  if (status === 'abandoned') return <AbandonedScreen snapshot={snapshot} />;
  if (status === 'paused') return <PausedScreen snapshot={snapshot} />;
  if (review !== null) {
    const goOn: MainAct = { label: `Go on to step ${step.number}`, run: () => store.goOn() };
    return <StepScreen snapshot={{ ...snapshot, step: { ...review, pins: [] } }} goOn={goOn} />;
  }
  const attended = snapshot.script.some((line) => line.kind === 'attendance' && line.state === 'done');
  if (attended && later !== step.id && snapshot.people.some((p) => !p.registered && !p.absent)) return <RegisterAgainScreen snapshot={snapshot} onLater={() => setLater(step.id)} />;
  return <StepScreen snapshot={snapshot} goOn={null} />;
}
