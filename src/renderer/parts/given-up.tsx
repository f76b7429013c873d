/** A share set was given up: what happened, what to do with what exists of it, and that everyone authorises the next one anew. */
import type { ReactElement } from 'react';
import type { Snapshot, StepOf } from '../api.ts';
import { nameOf } from './name-of.ts';
import { NotePanel } from './note-panel.tsx';
import { setName } from './share-words.ts';
import { list } from './text.ts';
import './todo.css';

type GivenUpSet = NonNullable<StepOf<'backup'>['givenUp']>;

function what({ why }: GivenUpSet, snapshot: Snapshot): string {
  switch (why.kind) {
    case 'failed': return 'Making it failed part-way. Its backup key and its shares were in memory only, and are gone.';
    case 'interrupted': return 'The application was stopped before every share was on its carrier. The shares that were still in memory are gone.';
    case 'declared': return `${list(why.by.map((id) => nameOf(snapshot, id)))} declared it void: ${why.reason}`;
    default: return why satisfies never;
  }
}

export function GivenUp({ given, snapshot }: { readonly given: GivenUpSet; readonly snapshot: Snapshot }): ReactElement {
  const { confirmations } = snapshot.step;
  const none = confirmations.every((c) => !c.done);
  return (
    <NotePanel tone="warn" title={`Share set ${setName(given.set)} is void.`}>
      <p>{what(given, snapshot)} The keys on the HSM are unharmed and are not made again: a new set is made over the same keys.</p>
      {given.carriers.length === 0 ? (
        <p>Nothing of it was printed or written, so there is nothing to collect.</p>
      ) : (
        <>
          <p>Collect what exists of it and destroy it in front of the witness before the new set is made:</p>
          <ul className="todo">
            {given.carriers.map(({ index, custodian, carrier, where }) => (
              <li key={index}>
                Share {index} of {nameOf(snapshot, custodian)}: {carrier === 'paper' ? 'the printed sheet' : 'what was written onto the card; the card itself is used again'} (<span className="mono small">{where}</span>)
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        {none ? 'Everyone who authorised it confirms once more with their code' : 'Those without a tick below confirm once more with their code'}: what {list(confirmations.map((c) => nameOf(snapshot, c.participant)))} confirmed before was for the set that is void.
      </p>
    </NotePanel>
  );
}
