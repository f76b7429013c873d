/** What the printed script asks of people in each kind of step: what is read aloud and by whom, what is ticked, what is written down by hand. The same words as on the screens. */
import { keysToRestore, keysToSeal, plannedStates } from '../../core/ceremony/scope.ts';
import type { Scope } from '../../core/ceremony/scope.ts';
import { plannedToken } from '../../core/ceremony/state.ts';
import type { Step } from '../../core/ceremony/steps.ts';
import { backupOf, newKeys, oldSetsOf } from '../../core/plan/parts.ts';
import { purposes } from '../../core/plan/tables/key-types.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import { targetInWords } from '../../core/transfer/target-name.ts';
import { typeWords } from '../../core/words/key-words.ts';
import { listed } from '../annotated/fact.ts';

export interface StepWords {
  readonly aloud: { readonly by: string; readonly text: string } | null;
  readonly ticks: readonly string[];
  /** Values to write down, beside time, initials and remarks. */
  readonly write: readonly string[];
}

const officer = (text: string): StepWords['aloud'] => ({ by: 'The security officer', text });
const administrator = (text: string): StepWords['aloud'] => ({ by: 'The administrator', text });
const auditor = (text: string): StepWords['aloud'] => ({ by: 'The auditor', text });

function carrierOf({ plan }: Scope, step: Step): 'paper' | 'smartcard' {
  const { share = 0, set } = step.subject ?? {};
  const found = set === undefined ? backupOf(plan)?.shares[share - 1] : oldSetsOf(plan).find((s) => s.id === set)?.shares.find((s) => s.index === share);
  return found?.carrier ?? 'paper';
}

function keyWords({ plan }: Scope, name: string): StepWords {
  const key = newKeys(plan).find((k) => k.name === name);
  const what = key === undefined ? '' : `, ${typeWords[key.type]}; it ${purposes[key.purpose].sentence}`;
  return {
    aloud: officer(`The HSM is to make the ${name} key${what}. The sixteen words of the plan follow; all must match this print.`),
    ticks: ['The sixteen words match this print', `The screen names the key ${name}${key === undefined ? '' : `, ${typeWords[key.type]}`}`, 'What the device reports was looked at: made inside, its value never shown'],
    write: [key?.type === 'aes-256' ? 'Check value' : 'First four words of the fingerprint'],
  };
}

/** What is asked of people in `step`. Total over all kinds of step. */
export function stepWords(scope: Scope, step: Step): StepWords {
  const { plan } = scope;
  const { token = 'primary', key = '', share = 0, set = '' } = step.subject ?? {};
  const device = token === 'primary' ? 'the HSM' : 'the spare HSM';
  const setName = set === '' ? '' : showSetId(set);
  const paper = carrierOf(scope, step) === 'paper';
  switch (step.kind) {
    case 'plan-review': return { aloud: administrator('The sixteen words, from the screen. Everyone follows in this print and says stop at the first word that differs.'), ticks: ['All sixteen words match this print', 'Title, organisation, people and keys are as agreed'], write: [] };
    case 'preflight': return { aloud: null, ticks: ['Only the people of the plan are in the room; phones and cameras are outside', 'No network cable is plugged in, and the door is closed', 'HSM, cards, printer and tamper bags are on the table, as far as the plan needs them'], write: ['Time read from a watch'] };
    case 'attendance': return { aloud: null, ticks: ['Each person showed an identity document', 'Each person chose a code that nobody else saw', 'Who is not here is marked absent, with the reason'], write: [] };
    case 'hsm-check': return { aloud: administrator(`The serial number on the case of ${device}.`), ticks: ['The serial number on the case is the one on the screen', 'No line on the screen differs from the plan'], write: ['Serial number on the case', 'Seal or bag it came in'] };
    case 'hsm-prepare': {
      const initialise = plannedToken(plan, token).prepare === 'initialise';
      return { aloud: null, ticks: [`The token on the screen is ${initialise ? 'to be called' : 'the one called'} ${plannedToken(plan, token).label}`, 'Each half of a PIN was typed by its own holder, unseen'], write: [] };
    }
    case 'key-generation': return keyWords(scope, key);
    case 'backup': {
      const backup = backupOf(plan);
      return { aloud: officer(`The backup is split into ${String(backup?.shares.length ?? 0)} shares; any ${String(backup?.threshold ?? 0)} restore the keys, fewer tell nothing.`), ticks: ['Every combination that was tried restored the backup key', 'The shares and their holders on the screen are those of the plan'], write: ['Share set'] };
    }
    case 'share-writing': return { aloud: null, ticks: paper ? ['Only its custodian stood at the printer', 'Every row and the code are printed clearly'] : ['Its custodian typed the PIN of the card, unseen', 'The card is out of the reader, in its custodian’s hand'], write: [] };
    case 'share-reading': return { aloud: null, ticks: [`Share ${String(share)} was read back from its ${paper ? 'sheet' : 'card'} in front of the witness`, `It is in its ${paper ? 'bag' : 'envelope'}, and that is closed`], write: [`Number of the ${paper ? 'tamper bag' : 'envelope'}`] };
    case 'proof': return { aloud: auditor('Original and restored, line by line: key, and check value or words.'), ticks: ['Each line was compared by eye: original and restored are the same', 'Nothing is left on the spare HSM'], write: ['Shares that were used'] };
    case 'seal': return { aloud: officer(`After this, ${named(keysToSeal(scope), 'the keys')} can never be copied out of this HSM again. Is anyone against it?`), ticks: [plan.ceremony === 'restore' ? 'The restored keys were seen to be equal to the originals' : 'The proof of recovery was seen and confirmed', 'The device refused to wrap each key once more'], write: [] };
    case 'quorum': return { aloud: officer(`The shares of set ${setName} are used for this ceremony and for nothing else. The screen names the operation, the keys and the serial number of the HSM.`), ticks: ['Each custodian agreed before their share was read', 'Nobody presented two shares'], write: ['Bags as they were before opening'] };
    case 'restore': return { aloud: officer(`With these shares of set ${setName} we restore ${named(keysToRestore(scope, set), 'its keys')} on this HSM. Is anyone against it?`), ticks: ['The check values under “Original” are those in the papers of the earlier ceremony', 'Each restored key equals its original'], write: ['Shares that were used'] };
    case 'old-hsm': return { aloud: null, ticks: ['What stands on the screen is what is known of the old device'], write: ['Where it is now'] };
    case 'share-check': return { aloud: null, ticks: ['The number on the bag was read before it was opened', 'The share is in a new bag, and that is closed'], write: ['Bag before', 'Result', 'New bag'] };
    case 'check-result': return { aloud: auditor('The table on the screen, share by share, and how many are good.'), ticks: ['The table was read aloud, and it is what was seen here today'], write: ['Shares that are good'] };
    case 'set-void': return { aloud: officer(`Share set ${setName} is given up. Whoever holds a share of it gives it here to be destroyed.`), ticks: [`The set on the screen is ${setName}`], write: [] };
    case 'share-destroying': return { aloud: null, ticks: ['What is said to be destroyed was seen to be destroyed', 'Of what is left it is said who destroys it, and by when'], write: ['What is left, and with whom'] };
    case 'key-states': {
      const changes = plannedStates(scope);
      const names = named(changes.map((c) => c.key), 'the keys');
      const compromised = changes.some((c) => c.state === 'compromised');
      return { aloud: officer(compromised ? `We declare ${names} compromised. Nothing is protected with what is named here any more, from this minute on.` : `From now on ${names} protect nothing new.`), ticks: ['Keys and states on the screen are those of this print'], write: [] };
    }
    case 'root-succession': return { aloud: officer('The four words of the old root, then those of the new one, from the screen.'), ticks: ['The four words of the old root are those of the earlier ceremony'], write: ['Words of the new root'] };
    case 'key-destroying': return { aloud: officer(`We destroy ${key}. Its check value is on the screen. It cannot be undone. Is anyone against it?`), ticks: ['Everyone here knows that this cannot be undone', 'Check value or words are those in the papers of the earlier ceremony', 'The device no longer finds the key, and using it failed'], write: ['Check value'] };
    case 'target': return { aloud: administrator('The sixteen words of the public key, from the second source. Everyone follows on both sides and says stop at the first that differs.'), ticks: ['All sixteen words are the same on both sides'], write: ['Second source'] };
    case 'delivery': return { aloud: officer(plan.ceremony === 'transfer' ? `We deliver ${plan.key} to ${targetInWords(plan.target)}, and nowhere else. A delivered key cannot be called back. Is anyone against it?` : ''), ticks: ['The target on the screen is the one of this print'], write: ['Medium that takes the files'] };
    case 'signing': return { aloud: auditor('The sixteen words of the statement, from the screen. Everyone writes them down.'), ticks: ['Nobody has a deviation still to record', 'Everyone who was here has signed'], write: ['First four words of the statement'] };
    case 'closing': return { aloud: administrator('Is there anything that should be in the record and is not? After closing, nothing can be added.'), ticks: ['The bundle was written to its medium and read back', 'HSM, shares and package are on their ways, each with its holder'], write: ['Medium of the bundle'] };
    default: return step.kind satisfies never;
  }
}

/** A plan alone does not say which keys an earlier ceremony left. */
function named(keys: readonly string[], unknown: string): string {
  return keys.length === 0 ? unknown : listed(keys);
}
