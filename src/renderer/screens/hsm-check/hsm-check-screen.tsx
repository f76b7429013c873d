/** Examining a token: what the device says of itself beside what the plan says of it. */
import type { ReactElement } from 'react';
import { Facts } from '../../parts/facts.tsx';
import { NotePanel } from '../../parts/note-panel.tsx';
import { Objects } from '../../parts/objects.tsx';
import { tokenName } from '../../parts/pin-words.ts';
import { Status } from '../../parts/status.tsx';
import { capital, count } from '../../parts/text.ts';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import './hsm-check.css';

export function HsmCheckScreen({ step, snapshot, goOn }: ScreenProps<'hsm-check'>): ReactElement {
  const store = useStore();
  const name = tokenName(step.token);
  const { report } = step;
  const differs = step.expected.filter((e) => !e.matches).length;
  const run = (): void => void store.act('hsm:examine', {}, `Reading what ${name} says of itself`);
  return (
    <StepPage
      snapshot={snapshot}
      heading={report === null ? `Look at ${name}` : differs > 0 ? `This is not the device of the plan` : `Is this ${name} of the plan?`}
      who="The administrator reads, the witness compares with the device"
      lead={
        report === null
          ? `${step.token === 'primary' ? 'The HSM is the device that makes the keys and never gives them away.' : 'The spare HSM proves later that the backup restores.'} Keyrite asks it for model, firmware and serial number. This changes nothing on the device.`
          : 'These facts come from the device just now. Compare the serial number with the one printed on its case.'
      }
      act={goOn ?? { label: report === null ? `Examine ${name}` : `Examine ${name} again`, run }}
      checks={report === null || differs > 0 ? [] : [{ id: 'serial', label: <>The serial number on the case is <span className="mono">{report.token.serial === '' ? 'not reported yet' : report.token.serial}</span></> }]}
      confirms={`The device on the table is ${name} of the plan, and its serial number was compared with its case.`}
    >
      {report !== null && (
        <>
          {differs > 0 && (
            <NotePanel tone="stop" title={`${capital(count(differs, 'fact'))} ${differs === 1 ? 'differs' : 'differ'} from the plan.`}>
              <p>Nothing was changed on the device. Unplug it, take the device that the plan names, and examine it again.</p>
            </NotePanel>
          )}
          <section className="card serial" aria-label="Serial number">
            <p className="quiet">Serial number</p>
            <p className="serial-number mono">{report.token.serial === '' ? 'none reported' : report.token.serial}</p>
            <p>
              {report.token.manufacturer} {report.token.model}, firmware {report.token.firmware}
            </p>
          </section>
          {step.expected.length > 0 && (
            <section className="card" aria-label="Plan and device compared">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Fact</th>
                    <th scope="col">The plan says</th>
                    <th scope="col">The device says</th>
                    <th scope="col">Same?</th>
                  </tr>
                </thead>
                <tbody>
                  {step.expected.map((e) => (
                    <tr key={e.label}>
                      <th scope="row">{capital(e.label)}</th>
                      <td className="mono">{e.planned}</td>
                      <td className="mono">{e.reported === '' ? 'not reported' : e.reported}</td>
                      <td>
                        <Status tone={e.matches ? 'ok' : 'stop'}>{e.matches ? 'same' : 'different'}</Status>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          )}
          <section className="card" aria-label="More facts of the device">
            <Facts
              columns
              items={[
                { label: 'Token', value: report.token.initialised ? <>set up, label <span className="mono">{report.token.label}</span></> : 'not set up yet' },
                { label: 'Objects on it', value: step.inventory.length === 0 ? 'none' : count(step.inventory.length, 'object') },
                { label: 'User PIN', value: pinStates[report.token.userPin] },
                { label: 'Security officer PIN', value: pinStates[report.token.soPin] },
                { label: 'PINs are typed', value: report.token.protectedAuthenticationPath ? 'on the device’s own PIN pad' : 'on this keyboard, in halves' },
                { label: 'Module', value: `${report.library.manufacturer} ${report.library.description}, version ${report.library.version} (PKCS#11 ${report.library.cryptoki})` },
              ]}
            />
            {step.inventory.length > 0 && <Objects objects={step.inventory} />}
          </section>
        </>
      )}
    </StepPage>
  );
}

const pinStates = {
  ok: 'no wrong tries reported',
  low: 'at least one wrong try',
  'final-try': 'one try left',
  locked: 'locked',
} as const;
