/** The first screen: begin a ceremony from its plan file, or continue one that is open. */
import { useEffect, useState } from 'react';
import type { ChangeEvent, ReactElement } from 'react';
import type { PlanReport, SavedCeremony } from '../../../contract/snapshot.ts';
import { Fault } from '../../dialogs/fault.tsx';
import { Icon } from '../../parts/icon.tsx';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ProblemPanel } from '../../parts/problem-panel.tsx';
import { isRefused } from '../../state/store.ts';
import { useStore, useUi } from '../../state/use-store.ts';
import { PlanReportScreen } from '../plan-report/plan-report-screen.tsx';
import { OutsideLayout } from './outside-layout.tsx';
import { Saved } from './saved.tsx';
import './home.css';

/** The contract's bound on a plan, in characters; a plan is a few kilobytes. */
const largest = 1_000_000;

interface Chosen {
  readonly name: string;
  readonly text: string;
  readonly report: PlanReport;
}

export function HomeScreen(): ReactElement {
  const store = useStore();
  const { problem, info, pending } = useUi();
  const [saved, setSaved] = useState<readonly SavedCeremony[] | null>(null);
  const [chosen, choose] = useState<Chosen | null>(null);
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
    return () => {
      wanted = false;
    };
  }, [store]);

  async function read(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const input = event.currentTarget;
    const file = input.files?.[0];
    if (file === undefined) return;
    setFault(null);
    store.dismiss();
    try {
      if (file.size > largest) {
        setFault(`“${file.name}” is too large to be a plan, so it was not opened. A plan is a small text file that ends in .yaml. Nothing was changed.`);
        return;
      }
      // File.text() drops a byte order mark and mends bad UTF-8: the words would then not be those of the file. A plan with a mark is refused by the check.
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
      choose({ name: file.name, text, report: await store.api['plan:check']({ name: file.name, text }) });
    } catch {
      setFault(`“${file.name}” could not be read. Nothing was changed. Check that its disk is still plugged in and choose it again.`);
    } finally {
      input.value = '';
    }
  }

  if (chosen !== null) return <PlanReportScreen name={chosen.name} report={chosen.report} onBegin={() => void store.act('ceremony:begin', { name: chosen.name, text: chosen.text }, 'Opening the ceremony')} onBack={() => choose(null)} />;

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
        <section className="card home-start" aria-labelledby="start-title">
          <h2 id="start-title">Start a new ceremony</h2>
          <p>A ceremony begins with its plan: the reviewed file that says what is made, by whom and how. It is checked first; nothing happens by opening it.</p>
          <label className="file-button">
            <Icon name="file" /> Choose a plan file
            <input type="file" accept=".yaml,.yml,text/yaml,application/yaml" onChange={(event) => void read(event)} disabled={pending !== null} />
          </label>
        </section>
        <Saved saved={saved} />
      </div>
    </OutsideLayout>
  );
}
