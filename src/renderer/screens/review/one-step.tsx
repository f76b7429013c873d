/** One step of the annotated script: its title, what became of it and when; folded out, what was planned, who confirmed, and every entry with its evidence. */
import { useId } from 'react';
import type { ReactElement } from 'react';
import type { ReviewFilter, StepReview } from '../../api.ts';
import { Icon } from '../../parts/icon.tsx';
import { Status } from '../../parts/status.tsx';
import { count, list } from '../../parts/text.ts';
import { Unbroken } from '../../parts/unbroken.tsx';
import { DeviationList } from './deviation-list.tsx';
import { FactList } from './fact-list.tsx';
import { clock, lasted, stepStates } from './review-words.ts';
import { StepEvents } from './step-events.tsx';

interface Props {
  readonly step: StepReview;
  readonly filter: ReviewFilter;
  readonly open: boolean;
  readonly onToggle: () => void;
}

export function OneStep({ step, filter, open, onToggle }: Props): ReactElement {
  const id = useId();
  const { tone, word } = stepStates[step.state];
  return (
    <li className="card review-step" data-open={open ? '' : undefined}>
      <h2>
        <button type="button" className="review-step-head" aria-expanded={open} aria-controls={`${id}-body`} onClick={onToggle}>
          <span className="review-step-number">{step.number}</span>
          <span className="review-step-title">
            <Unbroken text={step.title} />
            <span className="review-more small quiet">
              {step.first === null || step.last === null ? 'shown by the signatures' : `${clock(step.first)} UTC, ${lasted(step.first, step.last)}`} · {count(step.matching, 'entry', 'entries')}
            </span>
          </span>
          <span className="review-step-states">
            {step.deviations.length > 0 && <Status tone="warn">{count(step.deviations.length, 'deviation')}</Status>}
            {step.problems > 0 && <Status tone="warn">{count(step.problems, 'problem')}</Status>}
            <Status tone={tone}>{step.state === 'repeated' ? `done, begun ${step.times} times` : word}</Status>
          </span>
          <span className="review-fold" aria-hidden="true">
            <Icon name="arrow" />
          </span>
        </button>
      </h2>
      {open && (
        <div id={`${id}-body`} className="review-step-body">
          <p className="review-what">{step.what}</p>
          <p>
            <span className="quiet">Who acts:</span> {list(step.actors)}
          </p>
          {step.planned.length > 0 && (
            <div>
              <h3>What the plan says</h3>
              <FactList facts={step.planned} />
            </div>
          )}
          {step.deviations.length > 0 && (
            <div>
              <h3>Deviations</h3>
              <DeviationList deviations={step.deviations} />
            </div>
          )}
          {step.confirmations.length > 0 && (
            <div>
              <h3>Who confirmed, each with their own key</h3>
              <ul className="review-confirmations">
                {step.confirmations.map((c) => (
                  <li key={c.participant}>
                    {c.signed ? <Status tone="ok">{c.name}</Status> : <Status tone="stop">{`${c.name} did not`}</Status>}
                    <span className="quiet small">
                      {c.time !== null && `${clock(c.time)} UTC, signed`}
                      {c.note !== null && `, noted: ${c.note}`}
                    </span>
                  </li>
                ))}
              </ul>
            </div>
          )}
          <div>
            <h3>What was recorded</h3>
            <StepEvents step={step.id} filter={filter} times={step.times} />
          </div>
        </div>
      )}
    </li>
  );
}
