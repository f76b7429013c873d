/** What checking a plan file found: its problems, each with its place, or the script that follows from it. */
import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { PlanReport } from '../../../contract/snapshot.ts';
import { Fault } from '../../dialogs/fault.tsx';
import { MaterialList } from '../../materials/material-list.tsx';
import type { Materials } from '../../materials/read-materials.ts';
import { BusyPanel } from '../../parts/busy-panel.tsx';
import { kindName, kindReality } from '../../parts/kind-words.ts';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ProblemPanel } from '../../parts/problem-panel.tsx';
import { Status } from '../../parts/status.tsx';
import { capital, count } from '../../parts/text.ts';
import { Words } from '../../parts/words.tsx';
import { useUi } from '../../state/use-store.ts';
import { ChooseIncidents, incidentWords } from '../drill/choose-incidents.tsx';
import type { ChosenIncidents } from '../drill/choose-incidents.tsx';
import { OutsideLayout } from '../home/outside-layout.tsx';
import '../../parts/todo.css';
import './plan-report.css';

interface Props {
  readonly name: string;
  readonly report: PlanReport;
  readonly held: Materials;
  readonly onFiles: (files: readonly File[], folder: boolean) => void;
  readonly onClear: () => void;
  /** `incidents`: those of a drill, as `ceremony:begin` takes them. */
  readonly onBegin: (incidents: string[]) => void;
  readonly onBack: () => void;
}

export function PlanReportScreen({ name, report, held, onFiles, onClear, onBegin, onBack }: Props): ReactElement {
  const { problem, pending, since } = useUi();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    title.current?.focus();
  }, []);
  const errors = report.problems.filter((p) => p.severity === 'error');
  const rehearsal = report.mode === 'rehearsal';
  const [incidents, setIncidents] = useState<ChosenIncidents>(new Map());
  const [reminded, remind] = useState(false);
  const short = report.needs.length > 0 && held.materials.length === 0;
  return (
    <OutsideLayout
      acts={
        <>
          <button type="button" onClick={onBack} disabled={pending !== null}>
            Choose another plan file
          </button>
          {report.ok && (
            <button type="button" className="primary" onClick={() => (short ? remind(true) : onBegin(incidentWords(incidents)))} disabled={pending !== null}>
              {incidents.size > 0 ? 'Open the drill' : rehearsal ? 'Open the rehearsal' : 'Open the ceremony'}
            </button>
          )}
        </>
      }
    >
      <p className="eyebrow">
        {report.kind !== null && `${kindName(report.kind)} · `}
        <span className="mono">{name}</span>
      </p>
      <h1 tabIndex={-1} ref={title}>
        {report.ok ? report.title : 'This plan cannot be used yet'}
      </h1>
      <p className="lead">
        {report.ok
          ? `The plan is in order${report.problems.length > 0 ? `, with ${count(report.problems.length, 'remark')}` : ''}. ${rehearsal ? 'It is a rehearsal: the keys will not be real.' : `It is a real ceremony: ${report.kind === null ? 'nothing in it is practice' : kindReality(report.kind)}.`} Opening it begins the record; nothing is done yet.`
          : `${capital(count(errors.length, 'problem'))} ${errors.length === 1 ? 'was' : 'were'} found. Nothing was opened and nothing was changed. The plan is corrected, reviewed and printed again, and then chosen here.`}
      </p>
      {pending !== null && <BusyPanel what={pending} seconds={0} at={since} />}
      <ProblemPanel problem={problem} />
      {report.problems.length > 0 && <Problems problems={report.problems} />}
      {report.ok && (
        <>
          {report.needs.length > 0 && (
            <section className="card plan-needs" aria-labelledby="needs-title">
              <h2 id="needs-title">What this ceremony begins with</h2>
              <ol className="todo">
                {report.needs.map((need) => (
                  <li key={need}>{need}</li>
                ))}
              </ol>
              <MaterialList
                chosen={held}
                disabled={pending !== null}
                onFiles={(files, folder) => {
                  remind(false);
                  onFiles(files, folder);
                }}
                onClear={onClear}
              />
              <Fault sentence={reminded && short ? 'Choose these files or their folder first. Nothing was opened.' : null} />
            </section>
          )}
          {report.incidents !== undefined && <ChooseIncidents choices={report.incidents} chosen={incidents} disabled={pending !== null} onChange={setIncidents} />}
          <Words words={report.words} label="The words of the plan" />
          <section className="card" aria-labelledby="script-title">
            <h2 id="script-title">The script, {count(report.script.length, 'step')}</h2>
            <ol className="script-list">
              {report.script.map((line) => (
                <li key={line.number}>
                  <span className="quiet">{line.number}</span>
                  <span>
                    {line.title}
                    <span className="quiet small script-who">{line.who}</span>
                  </span>
                </li>
              ))}
            </ol>
          </section>
        </>
      )}
      {!report.ok && report.fingerprint === '' && (
        <NotePanel tone="warn" title="The file could not be read as a plan.">
          <p>Check that it is the plan file itself, not a printout or a word-processor document.</p>
        </NotePanel>
      )}
    </OutsideLayout>
  );
}

function Problems({ problems }: { readonly problems: PlanReport['problems'] }): ReactElement {
  return (
    <section className="card" aria-label="Problems of the plan">
      <table className="plan-problems">
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Place</th>
            <th scope="col">What is wrong</th>
          </tr>
        </thead>
        <tbody>
          {[...problems].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning') || a.line - b.line).map((p, at) => (
            <tr key={at}>
              <td className="plan-line">{p.line}</td>
              <td className="mono plan-path">{p.path === '' ? 'whole file' : p.path}</td>
              <td>
                <Status tone={p.severity === 'error' ? 'stop' : 'warn'}>{p.severity === 'error' ? 'Problem' : 'Remark'}</Status>
                <p>{p.sentence}</p>
                <p className="mono small quiet">{p.code}</p>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
