/** One screen for each kind of step; a kind without one does not compile. */
import type { ReactElement } from 'react';
import type { Snapshot, StepKind } from '../api.ts';
import type { MainAct } from '../shell/next-act.ts';
import { AttendanceScreen } from './attendance/attendance-screen.tsx';
import { BackupScreen } from './backup/backup-screen.tsx';
import { ClosingScreen } from './closing/closing-screen.tsx';
import { HsmCheckScreen } from './hsm-check/hsm-check-screen.tsx';
import { HsmPrepareScreen } from './hsm-prepare/hsm-prepare-screen.tsx';
import { KeyGenerationScreen } from './key-generation/key-generation-screen.tsx';
import { PlanReviewScreen } from './plan-review/plan-review-screen.tsx';
import { PreflightScreen } from './preflight/preflight-screen.tsx';
import { ProofScreen } from './proof/proof-screen.tsx';
import type { Screen } from './screen.ts';
import { SealScreen } from './seal/seal-screen.tsx';
import { ShareReadingScreen } from './share-reading/share-reading-screen.tsx';
import { ShareWritingScreen } from './share-writing/share-writing-screen.tsx';
import { SigningScreen } from './signing/signing-screen.tsx';

const screens: { readonly [K in StepKind]: Screen<K> } = {
  'plan-review': PlanReviewScreen,
  preflight: PreflightScreen,
  attendance: AttendanceScreen,
  'hsm-check': HsmCheckScreen,
  'hsm-prepare': HsmPrepareScreen,
  'key-generation': KeyGenerationScreen,
  backup: BackupScreen,
  'share-writing': ShareWritingScreen,
  'share-reading': ShareReadingScreen,
  proof: ProofScreen,
  seal: SealScreen,
  signing: SigningScreen,
  closing: ClosingScreen,
};

/** The screen of the snapshot's step. Remounts for each step, so that nothing ticked or typed is carried over. */
export function StepScreen({ snapshot, goOn }: { readonly snapshot: Snapshot; readonly goOn: MainAct | null }): ReactElement {
  const { step } = snapshot;
  // The table's type holds that screen and step are of one kind; TypeScript cannot follow the pair through the lookup.
  const Drawn = screens[step.kind] as Screen<StepKind>;
  return <Drawn key={`${step.id}${goOn === null ? '' : '-done'}`} step={step} snapshot={snapshot} goOn={goOn} />;
}
