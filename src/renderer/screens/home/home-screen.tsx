/** The first screen: begin a ceremony from its plan file, continue one that is open, recover keys, see which keys there are and what is due, or review a record. */
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { SavedCeremony } from '../../../contract/snapshot.ts';
import type { LineageView, RecoveryView } from '../../api.ts';
import { Fault } from '../../dialogs/fault.tsx';
import { readMaterials, noMaterials } from '../../materials/read-materials.ts';
import type { Materials } from '../../materials/read-materials.ts';
import { ChooseFiles } from '../../parts/choose-files.tsx';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ProblemPanel } from '../../parts/problem-panel.tsx';
import { isRefused } from '../../state/store.ts';
import { useStore, useUi } from '../../state/use-store.ts';
import { LineageScreen } from '../lineage/lineage-screen.tsx';
import { PlanReportScreen } from '../plan-report/plan-report-screen.tsx';
import { RecoveryScreen } from '../recovery/recovery-screen.tsx';
import { ReviewScreen } from '../review/review-screen.tsx';
import { OutsideLayout } from './outside-layout.tsx';
import { OtherPages } from './other-pages.tsx';
import { readPlanFile } from './read-plan-file.ts';
import type { ChosenPlan } from './read-plan-file.ts';
import { Saved } from './saved.tsx';
import './home.css';

export function HomeScreen(): ReactElement {
  const store = useStore();
  const { problem, info, pending } = useUi();
  const [saved, setSaved] = useState<readonly SavedCeremony[] | null>(null);
  const [lineage, setLineage] = useState<readonly LineageView[] | 'unread' | null>(null);
  const [page, setPage] = useState<'home' | 'recovery' | 'lineage' | 'review'>('home');
  const [chosen, choose] = useState<ChosenPlan | null>(null);
  const [held, hold] = useState<Materials>(noMaterials);
  const [found, setFound] = useState<RecoveryView | null>(null);
  const [fault, setFault] = useState<string | null>(null);

  useEffect(() => {
    let wanted = true;
    store.api['ceremony:list']({}).then(
      (list) => {
        if (!wanted) return;
        if (isRefused(list)) setFault(list.refusal.sentence);
        else setSaved(list);
      },
      () => wanted && setFault('The list of ceremonies on this machine could not be read. Nothing is lost. Close Keyrite and start it again.'),
    );
    store.api['lineage:read']({}).then(
      (read) => wanted && setLineage(isRefused(read) ? 'unread' : read),
      () => wanted && setLineage('unread'),
    );
    return () => {
      wanted = false;
    };
  }, [store]);

  async function readPlan(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    setFault(null);
    store.dismiss();
    const read = await readPlanFile(store, file);
    if (typeof read === 'string') setFault(read);
    else choose(read);
  }
  const take = async (files: readonly File[], folder: boolean): Promise<Materials> => {
    const all = await readMaterials(held, files, folder);
    hold(all);
    setFound(null);
    return all;
  };
  const putBack = (): void => {
    hold(noMaterials);
    setFound(null);
  };
  const turnTo = (to: typeof page): void => {
    setFault(null);
    store.dismiss();
    setPage(to);
  };

  if (chosen !== null) {
    const { name, text, report } = chosen;
    return (
      <PlanReportScreen
        name={name}
        report={report}
        held={held}
        onFiles={(files, folder) => void take(files, folder)}
        onClear={putBack}
        onBegin={(incidents) => {
          const materials = report.needs.length > 0 && held.materials.length > 0 ? { materials: [...held.materials] } : {};
          void store.act('ceremony:begin', { name, text, ...materials, ...(incidents.length > 0 ? { incidents } : {}) }, 'Opening the ceremony');
        }}
        onBack={() => {
          store.dismiss();
          choose(null);
        }}
      />
    );
  }
  if (page === 'recovery') return <RecoveryScreen held={held} view={found} onView={setFound} fault={fault} take={take} onClear={putBack} onPlan={(file) => void readPlan(file)} onBack={() => turnTo('home')} />;
  if (page === 'review') return <ReviewScreen saved={saved} onBack={() => turnTo('home')} />;
  if (page === 'lineage') return <LineageScreen lineage={lineage} onBack={() => turnTo('home')} />;

  return (
    <OutsideLayout>
      <h1>Key ceremonies</h1>
      <p className="lead">Everything happens on this machine, in this room. Keyrite leads through the script, records what happened, and lets nothing be skipped.</p>
      <ProblemPanel problem={problem} />
      <Fault sentence={fault} />
      {info !== null && !info.offline.ok && (
        <NotePanel tone="stop" title="This machine has a network.">
          <p>{info.offline.sentence}</p>
        </NotePanel>
      )}
      <div className="home-columns">
        <div className="home-left">
          <section className="card home-start" aria-labelledby="start-title">
            <h2 id="start-title">Begin a ceremony</h2>
            <p>A ceremony begins with its plan: the reviewed file that says what is done, by whom and how. It is checked first; nothing happens by opening it.</p>
            <ChooseFiles label="Choose a plan file" accept=".yaml,.yml,text/yaml,application/yaml" disabled={pending !== null} onFiles={(files) => void readPlan(files[0])} />
          </section>
          <OtherPages lineage={lineage} onRecover={() => turnTo('recovery')} onLineage={() => turnTo('lineage')} onReview={() => turnTo('review')} />
        </div>
        <Saved saved={saved} />
      </div>
    </OutsideLayout>
  );
}
