/** One screen for each kind of step; a kind without one does not compile. */
import type { ReactElement } from 'react';
import type { Snapshot, StepKind } from '../api.ts';
import type { MainAct } from '../shell/next-act.ts';
import type { Screen } from './screen.ts';
import { AttendanceScreen } from './attendance/attendance-screen.tsx';
import { BackupScreen } from './backup/backup-screen.tsx';
import { CheckResultScreen } from './check-result/check-result-screen.tsx';
import { ClosingScreen } from './closing/closing-screen.tsx';
import { DeliveryScreen } from './delivery/delivery-screen.tsx';
import { HsmCheckScreen } from './hsm-check/hsm-check-screen.tsx';
import { HsmPrepareScreen } from './hsm-prepare/hsm-prepare-screen.tsx';
import { KeyDestroyingScreen } from './key-destroying/key-destroying-screen.tsx';
import { KeyGenerationScreen } from './key-generation/key-generation-screen.tsx';
import { KeyStatesScreen } from './key-states/key-states-screen.tsx';
import { OldHsmScreen } from './old-hsm/old-hsm-screen.tsx';
import { PlanReviewScreen } from './plan-review/plan-review-screen.tsx';
import { PreflightScreen } from './preflight/preflight-screen.tsx';
import { ProofScreen } from './proof/proof-screen.tsx';
import { QuorumScreen } from './quorum/quorum-screen.tsx';
import { RestoreScreen } from './restore/restore-screen.tsx';
import { RootSuccessionScreen } from './root-succession/root-succession-screen.tsx';
import { SealScreen } from './seal/seal-screen.tsx';
import { SetVoidScreen } from './set-void/set-void-screen.tsx';
import { ShareCheckScreen } from './share-check/share-check-screen.tsx';
import { ShareDestroyingScreen } from './share-destroying/share-destroying-screen.tsx';
import { ShareReadingScreen } from './share-reading/share-reading-screen.tsx';
import { ShareWritingScreen } from './share-writing/share-writing-screen.tsx';
import { SigningScreen } from './signing/signing-screen.tsx';
import { TargetScreen } from './target/target-screen.tsx';

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
  quorum: QuorumScreen,
  restore: RestoreScreen,
  'old-hsm': OldHsmScreen,
  'share-check': ShareCheckScreen,
  'check-result': CheckResultScreen,
  'set-void': SetVoidScreen,
  'share-destroying': ShareDestroyingScreen,
  'key-states': KeyStatesScreen,
  'root-succession': RootSuccessionScreen,
  'key-destroying': KeyDestroyingScreen,
  target: TargetScreen,
  delivery: DeliveryScreen,
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
