/** What a screen is: it draws one kind of step and sends intents; it keeps nothing of the ceremony. */
import type { ReactElement } from 'react';
import type { Snapshot, StepKind, StepOf } from '../api.ts';
import type { MainAct } from '../shell/next-act.ts';

export interface ScreenProps<K extends StepKind> {
  readonly step: StepOf<K>;
  /** `snapshot.step` is `step`. */
  readonly snapshot: Snapshot;
  /** Set when the step is finished and shown for its results: the act that goes on to the next one. */
  readonly goOn: MainAct | null;
}

export type Screen<K extends StepKind> = (props: ScreenProps<K>) => ReactElement;
