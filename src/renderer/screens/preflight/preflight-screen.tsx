/** Checking the room and the kit before anything that cannot be undone. */
import type { ReactElement } from 'react';
import { NotePanel } from '../../parts/note-panel.tsx';
import { Status } from '../../parts/status.tsx';
import { capital, count, inWords } from '../../parts/text.ts';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import './preflight.css';

const states = {
  pass: { tone: 'ok', word: 'In order' },
  warn: { tone: 'warn', word: 'To note' },
  fail: { tone: 'stop', word: 'Not ready' },
} as const;

export function PreflightScreen({ step, snapshot, goOn }: ScreenProps<'preflight'>): ReactElement {
  const store = useStore();
  const findings = step.findings;
  const failed = findings?.filter((f) => f.status === 'fail').length ?? 0;
  const run = (): void => void store.act('environment:check', {}, 'Checking machine, disk, clock and devices');
  return (
    <StepPage
      snapshot={snapshot}
      heading={findings === null ? 'Is the room ready?' : failed > 0 ? 'The room is not ready yet' : 'Room and kit are ready'}
      who="The administrator checks, the witness watches"
      lead="Keyrite looks at this machine: that it has no network, that its disk and clock are in order, that every device of the plan can be reached. What is missing is found now, while nothing has been made."
      act={goOn ?? { label: findings === null ? 'Check room and kit' : 'Check again', run }}
      checks={
        findings === null
          ? [
              { id: 'people', label: 'Only the people of the plan are in the room; phones and cameras are outside' },
              { id: 'cables', label: 'No network cable is plugged in, and the door is closed' },
              { id: 'kit', label: 'HSM, spare HSM, cards, printer and tamper bags are on the table' },
            ]
          : []
      }
      confirms="Room and kit are as the plan says."
    >
      {failed > 0 && (
        <NotePanel tone="stop" title={`${capital(inWords(failed))} ${failed === 1 ? 'thing is' : 'things are'} not ready.`}>
          <p>Nothing has been made and nothing is lost. Put {failed === 1 ? 'it' : 'them'} right, then check again.</p>
        </NotePanel>
      )}
      {findings !== null && (
        <section className="card findings" aria-label={count(findings.length, 'finding')}>
          <ul>
            {[...findings].sort((a, b) => rank(a.status) - rank(b.status)).map((f) => (
              <li key={f.id}>
                <Status tone={states[f.status].tone}>{states[f.status].word}</Status>
                <span>{f.sentence}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </StepPage>
  );
}

function rank(status: keyof typeof states): number {
  return { fail: 0, warn: 1, pass: 2 }[status];
}
