/** Reviewing the plan: its words are read aloud and compared with the printed plan before anything happens. */
import type { ReactElement } from 'react';
import { Facts } from '../../parts/facts.tsx';
import { Icon } from '../../parts/icon.tsx';
import { ReadAloud } from '../../parts/read-aloud.tsx';
import { capital, count, grouped, inWords } from '../../parts/text.ts';
import { Words } from '../../parts/words.tsx';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import { Brought } from './brought.tsx';
import './plan-review.css';

export function PlanReviewScreen({ step, snapshot, goOn }: ScreenProps<'plan-review'>): ReactElement {
  const store = useStore();
  const number = inWords(step.words.length);
  return (
    <StepPage
      snapshot={snapshot}
      heading="Is this the plan that was printed?"
      who="Everyone compares, nothing is done yet"
      lead={`The plan says what is done today, by whom and how. These ${number} words are its fingerprint: if one letter of the plan were different, they would be different too.`}
      act={goOn ?? { label: 'Accept this plan', run: () => void store.act('plan:accept', {}, 'Recording the review') }}
      checks={[
        { id: 'words', label: `All ${number} words match the printed plan` },
        { id: 'facts', label: 'Title, organisation, people and keys are as agreed' },
        ...(step.warnings.length > 0 ? [{ id: 'warnings', label: `The ${step.warnings.length === 1 ? 'remark' : `${inWords(step.warnings.length)} remarks`} on this plan ${step.warnings.length === 1 ? 'has' : 'have'} been read and ${step.warnings.length === 1 ? 'is' : 'are'} acceptable` }] : []),
      ]}
      confirms="The words of the plan were read aloud and match the printed plan."
      actors="none"
    >
      <ReadAloud by="The administrator">{capital(number)} words, from the screen. Everyone follows in their printed plan and says stop at the first word that differs.</ReadAloud>
      <Words words={step.words} label={`The ${number} words of the plan`} />
      {step.warnings.length > 0 && (
        <section className="panel panel-warn" aria-label="Remarks on this plan">
          <Icon name="warn" />
          <div>
            <p className="panel-title">{capital(count(step.warnings.length, 'remark'))} on this plan</p>
            <ul className="remarks">
              {step.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </div>
        </section>
      )}
      <Brought problems={step.brought ?? []} />
      <section className="card" aria-label="The plan in short">
        <Facts columns items={step.summary} />
        <p className="plan-digest quiet small">
          SHA-256 of the file <span className="mono">{grouped(step.fingerprint)}</span>
        </p>
      </section>
    </StepPage>
  );
}
