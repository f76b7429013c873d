/** What became of each device that held the keys before: said by somebody, recorded one by one. */
import { useState } from 'react';
import type { ReactElement } from 'react';
import { SaidDialog } from '../../dialogs/said-dialog.tsx';
import { fateName } from '../../parts/kind-words.ts';
import { Status } from '../../parts/status.tsx';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import './old-hsm.css';

/** What is to be done about a device of this fate, after the ceremony. */
const afterwards = {
  lost: 'If it turns up, it is initialised before anything else is done with it.',
  stolen: 'Report it as your incident procedure says; a compromise of its keys may have to be declared.',
  broken: 'It goes to a destruction that somebody witnesses, not back to its maker.',
  retired: 'It is initialised, so that its keys are gone, and then leaves the inventory.',
  destroyed: 'The certificate of its destruction is kept with this record.',
} as const;

export function OldHsmScreen({ step, snapshot, goOn }: ScreenProps<'old-hsm'>): ReactElement {
  const store = useStore();
  const [open, setOpen] = useState(false);
  const next = step.devices.find((d) => d.note === null);
  const name = next === undefined ? '' : next.label;
  return (
    <>
      <StepPage
        snapshot={snapshot}
        heading={next === undefined ? 'The old HSM is accounted for' : step.devices.length === 1 ? 'What became of the old HSM?' : 'What became of the old HSMs?'}
        who="The administrator says it, the witness hears it"
        lead="The keys of this ceremony were on another device before. The record says what became of it, so that nobody wonders in ten years whether a second copy is somewhere."
        act={goOn ?? (next === undefined ? null : { label: `Record ${name} as ${fateName(next.fate)}`, run: () => setOpen(true) })}
        confirms="What stands in the table is what is known of the old device."
      >
        <section className="card" aria-label="Devices that held the keys">
          <table className="devices">
            <thead>
              <tr>
                <th scope="col">Device</th>
                <th scope="col">What became of it</th>
                <th scope="col">Recorded</th>
              </tr>
            </thead>
            <tbody>
              {step.devices.map((device, at) => (
                <tr key={at}>
                  <th scope="row">
                    {device.label}
                    <span className="device-serial mono small quiet">{device.serial === '' ? 'serial not known' : `serial ${device.serial}`}</span>
                  </th>
                  <td>
                    <strong>{fateName(device.fate)}</strong>
                    {device.note !== null && device.note !== '' && <p>{device.note}</p>}
                    <p className="quiet small">{afterwards[device.fate]}</p>
                  </td>
                  <td>{device.note === null ? <Status tone="quiet">to record</Status> : <Status tone="ok">recorded</Status>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </StepPage>
      {open && next !== undefined && (
        <SaidDialog
          snapshot={snapshot}
          title={`${name} is ${fateName(next.fate)}`}
          who={{ label: 'Who says so' }}
          text={{ label: 'What is known of it', hint: 'When it was last seen, who has it, the number of a certificate. May stay empty.' }}
          submit={`Record it as ${fateName(next.fate)}`}
          send={(by, note) => store.act('hsm:retire', { by, note }, 'Recording…')}
          onClose={() => setOpen(false)}
        >
          The plan says {fateName(next.fate)}. If that is not so, go back and record a deviation first.
        </SaidDialog>
      )}
    </>
  );
}
