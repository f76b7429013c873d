/** The entries of one step, read from the record when they are asked for; the evidence of each folds out. */
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { EventView, Problem, ReviewFilter } from '../../api.ts';
import { Icon } from '../../parts/icon.tsx';
import { ProblemPanel } from '../../parts/problem-panel.tsx';
import { count } from '../../parts/text.ts';
import { unanswered } from '../../state/store.ts';
import { useStore } from '../../state/use-store.ts';
import { FactList } from './fact-list.tsx';
import { clock } from './review-words.ts';

interface Props {
  readonly step: string;
  readonly filter: ReviewFilter;
  /** How often the step was begun. */
  readonly times: number;
}

const icons = { plain: 'check', deviation: 'warn', problem: 'stop' } as const;
const words = { plain: '', deviation: 'Deviation. ', problem: 'Not as planned. ' } as const;

export function StepEvents({ step, filter, times }: Props): ReactElement {
  const store = useStore();
  const [events, setEvents] = useState<readonly EventView[]>([]);
  const [next, setNext] = useState<number | null>(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [from, readFrom] = useState(0);

  useEffect(() => {
    let wanted = true;
    store.api['review:events']({ step, filter, from }).then(
      (answer) => {
        if (!wanted) return;
        if (answer.ok) {
          setEvents((before) => [...before.slice(0, from), ...answer.view.events]);
          setNext(answer.view.next);
        } else setProblem(answer.refusal);
      },
      () => wanted && setProblem(unanswered),
    );
    return () => {
      wanted = false;
    };
  }, [store, step, filter, from]);

  return (
    <>
      <ProblemPanel problem={problem} />
      <ol className="review-events" aria-label="Entries of the record">
        {events.map((e) => (
          <li key={e.seq} data-tone={e.tone}>
            <time className="review-time" dateTime={e.time}>
              {clock(e.time)}
            </time>
            <Icon name={icons[e.tone]} />
            <div className="review-event">
              <p className="review-long">
                {words[e.tone] !== '' && <strong>{words[e.tone]}</strong>}
                {e.sentence}
              </p>
              <p className="small quiet">
                Entry {e.seq}
                {times > 1 && !e.outside && `, round ${e.pass}`}
                {e.outside && ', outside the steps'}
              </p>
              {e.facts.length > 0 && (
                <details>
                  <summary>{count(e.facts.length, 'fact')}</summary>
                  <FactList facts={e.facts} />
                </details>
              )}
            </div>
          </li>
        ))}
      </ol>
      {events.length === 0 && problem === null && next !== null && <p className="quiet">Reading the record…</p>}
      {events.length === 0 && next === null && <p className="quiet">The record has no entry in this step: the signatures under the statement and the bundle itself show it.</p>}
      {events.length > 0 && next !== null && (
        <button type="button" onClick={() => readFrom(next)}>
          Show more entries of this step
        </button>
      )}
    </>
  );
}
