/** Setting a token up, or unlocking one that is: two people type a half of each PIN. */
import type { ReactElement } from 'react';
import { Icon } from '../../parts/icon.tsx';
import { tokenName } from '../../parts/pin-words.ts';
import { Status } from '../../parts/status.tsx';
import { capital, keyType, list } from '../../parts/text.ts';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';

export function HsmPrepareScreen({ step, snapshot, goOn }: ScreenProps<'hsm-prepare'>): ReactElement {
  const store = useStore();
  const name = tokenName(step.token);
  const initialise = step.how === 'initialise';
  const verb = initialise ? 'Initialise' : 'Unlock';
  return (
    <StepPage
      snapshot={snapshot}
      heading={step.done ? `${capital(name)} is ready` : `${verb} ${name}`}
      who="PIN holders act, everyone else watches the table, not the keyboard"
      lead={
        step.done
          ? 'Keyrite tried out, with keys that are gone again, what this ceremony will ask of the device. It can do the following.'
          : initialise
            ? 'A new token is made and gets new PINs. Each PIN is two halves, chosen and typed by two people, so that nobody knows a whole one. A token that already holds objects is refused and left as it is.'
            : 'The token is set up already. Its PIN holders each type their half to unlock it. Nothing on it is lost.'
      }
      act={goOn ?? (step.done ? null : { label: `${verb} ${name}`, run: () => void store.act('hsm:prepare', {}, initialise ? `Initialising ${name} and trying out what it can do` : `Unlocking ${name} and trying out what it can do`) })}
      checks={step.done ? [] : [{ id: 'label', label: <>The token is {initialise ? 'to be called' : 'the one called'} <span className="mono">{step.label}</span></> }]}
      confirms={initialise ? `${capital(name)} is to be initialised with the label ${step.label}, and gets new PINs.` : `${capital(name)} with the label ${step.label} is to be unlocked.`}
    >
      {step.capabilities !== null && (
        <section className="card" aria-label={`What ${name} can do`}>
          <table className="wide-first">
            <tbody>
              {rows(step.capabilities).map((row) => (
                <tr key={row.what}>
                  <th scope="row">{row.what}</th>
                  <td>
                    <Status tone={row.ok ? 'ok' : 'warn'}>{row.answer}</Status>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {step.done && (
        <p className="quiet">
          <Icon name="check" /> Token label <span className="mono">{step.label}</span>
        </p>
      )}
    </StepPage>
  );
}

type Capabilities = NonNullable<ScreenProps<'hsm-prepare'>['step']['capabilities']>;

function rows(c: Capabilities): readonly { readonly what: string; readonly ok: boolean; readonly answer: string }[] {
  const yes = (ok: boolean): string => (ok ? 'yes' : 'no');
  return [
    { what: 'Makes keys of these types', ok: c.keyTypes.length > 0, answer: list(c.keyTypes.map(keyType)) },
    { what: 'Wraps keys for the backup (RFC 5649)', ok: c.keyWrapPad !== null, answer: yes(c.keyWrapPad !== null) },
    { what: 'Takes restored private keys back', ok: c.unwrapsPrivateKeys, answer: yes(c.unwrapsPrivateKeys) },
    { what: 'Signs (ECDSA)', ok: c.ecdsa, answer: yes(c.ecdsa) },
    { what: 'Gives check values (CMAC)', ok: c.cmac, answer: yes(c.cmac) },
    { what: 'Random numbers from the device', ok: c.random, answer: yes(c.random) },
    { what: 'Only a key that the security officer trusts may wrap', ok: c.trustedWrapping === 'yes', answer: c.trustedWrapping === 'unknown' ? 'not known' : c.trustedWrapping },
    { what: 'Refuses to give out a sealed key', ok: c.wrapNonExtractable === 'refused', answer: c.wrapNonExtractable === 'refused' ? 'yes' : 'no, it would give it out' },
  ];
}
