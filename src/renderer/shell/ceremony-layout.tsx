/** The frame of a ceremony: bar above, the band of a drill below it, script at the left, record at the right, one step in the middle. */
import type { ReactElement, ReactNode } from 'react';
import type { Snapshot } from '../api.ts';
import { DrillBand } from '../screens/drill/drill-band.tsx';
import { RecordRail } from './record-rail.tsx';
import { ScriptRail } from './script-rail.tsx';
import { TopBar } from './top-bar.tsx';
import './ceremony-layout.css';

export function CeremonyLayout({ snapshot, at, children }: { readonly snapshot: Snapshot; readonly at: number; readonly children: ReactNode }): ReactElement {
  return (
    <div className="ceremony" data-mode={snapshot.ceremony.mode}>
      <TopBar snapshot={snapshot} at={at} />
      <DrillBand snapshot={snapshot} at={at} />
      <ScriptRail snapshot={snapshot} />
      {children}
      <RecordRail snapshot={snapshot} />
    </div>
  );
}
