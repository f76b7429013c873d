/** The facilitator makes a rehearsal a drill: chooses what strikes, and at which step, before it is opened. Nobody else needs to see it. */
import type { ReactElement } from 'react';
import type { IncidentChoice } from '../../api.ts';
import './choose-incidents.css';

/** The step at which each chosen incident strikes, by the incident's id. */
export type ChosenIncidents = ReadonlyMap<string, string>;

/** As `ceremony:begin` takes them. */
export function incidentWords(chosen: ChosenIncidents): string[] {
  return [...chosen].map(([id, step]) => `${id}@${step}`);
}

interface Props {
  readonly choices: readonly IncidentChoice[];
  readonly chosen: ChosenIncidents;
  readonly disabled: boolean;
  readonly onChange: (chosen: ChosenIncidents) => void;
}

export function ChooseIncidents({ choices, chosen, disabled, onChange }: Props): ReactElement {
  const change = (id: string, step: string | null): void => {
    const next = new Map(chosen);
    if (step === null) next.delete(id);
    else next.set(id, step);
    onChange(next);
  };
  /** The first place that no other incident has: two at one step could not be told apart. */
  const place = ({ steps }: IncidentChoice): string => (steps.find((step) => ![...chosen.values()].includes(step.id)) ?? steps[0])?.id ?? '';
  return (
    <details className="card incidents">
      <summary>Make it a drill (for the facilitator)</summary>
      <p>
        What is ticked here happens during the rehearsal, at its step, and the screen says that it is a drill. Nothing is injected into the record: it holds what people did. At the end there is a report of what was done and how long it took.
      </p>
      <ul className="incident-list">
        {choices.map((choice) => {
          const at = chosen.get(choice.id);
          return (
            <li key={choice.id} data-off={choice.why === null ? undefined : ''}>
              <label className="incident-name">
                <input type="checkbox" checked={at !== undefined} disabled={disabled || choice.why !== null} onChange={(event) => change(choice.id, event.target.checked ? place(choice) : null)} />
                <span>{choice.title}</span>
              </label>
              {choice.why === null ? (
                <>
                  <label className="incident-step">
                    <span className="quiet small">Strikes at step</span>
                    <select value={at ?? ''} disabled={disabled || at === undefined} onChange={(event) => change(choice.id, event.target.value)}>
                      {at === undefined && <option value="">not chosen</option>}
                      {choice.steps.map((step) => (
                        <option key={step.id} value={step.id}>
                          {step.number}. {step.title}
                        </option>
                      ))}
                    </select>
                  </label>
                  <p className="quiet small">
                    {choice.how === 'real' ? 'The application does it.' : 'The screen says what you do or hand over.'}
                    {choice.ends && ' Right handling ends this ceremony.'}
                  </p>
                </>
              ) : (
                <p className="quiet small">Cannot strike this plan: {choice.why}</p>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
