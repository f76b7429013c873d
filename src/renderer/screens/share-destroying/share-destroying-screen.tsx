/** Destroying a set that was given up: each share and the package one by one, and what could not be destroyed said plainly. */
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { Snapshot, StepOf } from '../../api.ts';
import { nameOf } from '../../parts/name-of.ts';
import { NotePanel } from '../../parts/note-panel.tsx';
import { carrierName, setName } from '../../parts/share-words.ts';
import { Status } from '../../parts/status.tsx';
import { capital, list } from '../../parts/text.ts';
import { StepPage } from '../../shell/step-page.tsx';
import type { ScreenProps } from '../screen.ts';
import { AccountDialog } from './account-dialog.tsx';
import './share-destroying.css';

type Item = StepOf<'share-destroying'>['items'][number];

function nameOfItem(item: Item): string {
  return item.index === 0 ? 'the package' : `share ${String(item.index)}`;
}

/** "share 2 of Rania Haddad"; the package is nobody's. */
function fullName(snapshot: Snapshot, item: Item): string {
  return item.custodian === null ? nameOfItem(item) : `${nameOfItem(item)} of ${nameOf(snapshot, item.custodian)}`;
}

export function ShareDestroyingScreen({ step, snapshot, goOn }: ScreenProps<'share-destroying'>): ReactElement {
  const [open, setOpen] = useState<number | null>(null);
  // The shares first, the package last.
  const items = [...step.items].sort((a, b) => Number(a.index === 0) - Number(b.index === 0) || a.index - b.index);
  const rest = items.filter((i) => i.result === null);
  const left = items.filter((i) => i.result === 'not-destroyed');
  const next = rest[0];
  const opened = items.find((i) => i.index === open);
  const set = setName(step.set);
  return (
    <>
      <StepPage
        snapshot={snapshot}
        heading={next !== undefined ? `Destroy the shares of set ${set}` : left.length === 0 ? `Everything of set ${set} is destroyed` : `Not everything of set ${set} is destroyed`}
        who="Custodians hand over, the witness watches"
        lead={
          next !== undefined
            ? 'One after another: each share and the package are destroyed in front of everyone, and the record says how. What cannot be destroyed today is recorded as it is; nobody is asked to say otherwise.'
            : left.length === 0
              ? 'Each share and the package were destroyed and accounted for, one by one.'
              : 'Each share and the package were accounted for. What is left stands below, and in the statement that everyone signs.'
        }
        act={goOn ?? (next === undefined ? null : { label: `Account for ${nameOfItem(next)}`, run: () => setOpen(next.index) })}
        checks={next === undefined && goOn === null ? [{ id: 'seen', label: left.length === 0 ? 'Nothing of this set is left on the table' : 'What is said to be destroyed was seen to be destroyed' }] : []}
        confirms={left.length === 0 ? `Every share of set ${set} and its package were destroyed in front of me.` : `Of set ${set} these were not destroyed: ${list(left.map(nameOfItem))}. The rest was, in front of me.`}
        actors={next === undefined ? 'confirming' : 'none'}
      >
        {left.length > 0 && (
          <NotePanel tone="stop" title={`Not destroyed: ${list(left.map((i) => fullName(snapshot, i)))}.`}>
            <p>As long as {left.length === 1 ? 'it exists' : 'they exist'}, {left.length === 1 ? 'it counts' : 'they count'} as being in somebody’s hands. Say now who destroys {left.length === 1 ? 'it' : 'them'}, and by when.</p>
          </NotePanel>
        )}
        <section aria-label="What is to be destroyed">
          <p className="account-count">
            {items.length - rest.length} of {items.length} accounted for
          </p>
          <ul className="account card">
            {items.map((item) => (
              <li key={item.index}>
                <span className="account-name">
                  {capital(nameOfItem(item))}
                  <span className="quiet small account-who">{item.carrier === 'package' ? 'file and sheets' : `${carrierName(item.carrier)}${item.custodian === null ? '' : `, ${nameOf(snapshot, item.custodian)}`}`}</span>
                </span>
                {item.result === 'destroyed' && <Status tone="ok">destroyed</Status>}
                {item.result === 'not-destroyed' && <Status tone="stop">not destroyed</Status>}
                {item.result === null && goOn === null && (
                  <button type="button" onClick={() => setOpen(item.index)} aria-label={`Account for it: ${nameOfItem(item)}`}>
                    Account for it
                  </button>
                )}
              </li>
            ))}
          </ul>
        </section>
      </StepPage>
      {opened !== undefined && <AccountDialog index={opened.index} what={fullName(snapshot, opened)} carrier={opened.carrier} onClose={() => setOpen(null)} />}
    </>
  );
}
