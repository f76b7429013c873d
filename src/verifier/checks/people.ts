/** R-PART, R-CONF, R-DEV: who registered, and whether what they are recorded as doing is signed by them over the chain's head. */
import { confirmationMessage, registration } from '../../core/ceremony/confirmation.ts';
import type { Confirmable } from '../../core/ceremony/confirmation.ts';
import type { CeremonyEvent, EventOf, SecondKey, Signed } from '../../core/ceremony/events.ts';
import { fromBase64 } from '../../core/bytes/bytes.ts';
import { algorithms, verifySignature } from '../../core/transcript/algorithms.ts';
import { spkiToPoint, verifyP256 } from '../../core/transcript/signature.ts';
import type { Entry } from '../../core/transcript/types.ts';
import type { BundleContext, NewRecordCheck } from '../check.ts';
import type { RecordFacts } from '../record-facts.ts';
import type { RuleId } from '../rules.ts';

/** DER of a registered key, or null where it is no P-256 key. */
function p256Key(publicKey: string): Uint8Array | null {
  try {
    const spki = fromBase64(publicKey);
    return spkiToPoint(spki).curve === 'P-256' ? spki : null;
  } catch {
    return null;
  }
}

/** Whether the second key of a registration signed it. A key of another form signed nothing. */
export function signedBySecond({ algorithm, publicKey, signature }: SecondKey, message: Uint8Array): boolean {
  try {
    return verifySignature(algorithm, fromBase64(signature), message, fromBase64(publicKey));
  } catch {
    return false;
  }
}

function hasForm({ algorithm, publicKey }: SecondKey): boolean {
  try {
    algorithms[algorithm].requireKey(fromBase64(publicKey));
    return true;
  } catch {
    return false;
  }
}

function isSigned(publicKey: string, signature: string, entry: Entry, facts: RecordFacts, what: Confirmable): boolean {
  const spki = p256Key(publicKey);
  const ceremony = facts.opened?.event.ceremony;
  if (spki === null || ceremony === undefined) return false;
  // SECURITY: the head is the one this entry is chained to, so a signature cannot be moved to another place or record.
  return verifyP256(fromBase64(signature), confirmationMessage(ceremony, entry.prev, what), spki);
}

function act(context: BundleContext, entry: Entry, facts: RecordFacts, rule: RuleId, by: Signed, what: Confirmable): void {
  const person = facts.people.get(by.participant);
  if (person === undefined) {
    context.findings.add('R-CONF-02', { event: entry.seq }, `"${by.participant}" acts here without having registered before.`);
  } else if (!isSigned(person.event.publicKey, by.signature, entry, facts, what)) {
    context.findings.add(rule, { event: entry.seq }, `The signature of "${by.participant}" is not valid for this act at this place.`);
  }
}

function registered({ findings }: BundleContext, entry: Entry, event: EventOf<'participant.registered'>, facts: RecordFacts): void {
  const { participant, publicKey, signature, postQuantum } = event;
  const where = { event: entry.seq };
  if (p256Key(publicKey) === null) findings.add('R-PART-02', where, `The key of "${participant}" is not a P-256 key of the documented form.`);
  const twin = [...facts.people.values()].find((p) => p.event.participant !== participant && p.event.publicKey === publicKey);
  if (twin !== undefined) findings.add('R-PART-02', where, `"${participant}" registers the key of "${twin.event.participant}".`);
  if (event.again !== facts.people.has(participant)) findings.add('R-PART-02', where, `Whether "${participant}" had registered before is recorded wrongly.`);
  const planSha256 = facts.opened?.event.planSha256 ?? '';
  const what = registration(event, planSha256);
  if (!isSigned(publicKey, signature, entry, facts, what)) findings.add('R-PART-01', where, `The registration of "${participant}" is not signed with the key it registers.`);
  if (postQuantum === undefined) return;
  const other = [...facts.people.values()].find((p) => p.event.participant !== participant && p.event.postQuantum?.publicKey === postQuantum.publicKey);
  if (other !== undefined) findings.add('R-PART-02', where, `"${participant}" registers the second key of "${other.event.participant}".`);
  if (!hasForm(postQuantum)) findings.add('R-PART-02', where, `The second key of "${participant}" is not a key of ${postQuantum.algorithm} in the documented form.`);
  // SECURITY: over the same bytes as the first, which name both keys and the head this entry is chained to.
  else if (!signedBySecond(postQuantum, confirmationMessage(facts.opened?.event.ceremony ?? '', entry.prev, what))) findings.add('R-PART-01', where, `The registration of "${participant}" is not signed with the second key it registers.`);
}

function accepted(context: BundleContext, entry: Entry, event: EventOf<'deviation.accepted'>, facts: RecordFacts): void {
  const deviation = facts.deviations.get(event.id);
  if (deviation === undefined) context.findings.add('R-DEV-01', { event: entry.seq }, `Deviation ${event.id} is accepted, but was never recorded before.`);
  else if (deviation.by === event.participant) context.findings.add('R-DEV-01', { event: entry.seq }, `"${event.participant}" accepts their own deviation ${event.id}.`);
  act(context, entry, facts, 'R-DEV-01', event, { act: 'accept-deviation', participant: event.participant, deviation: event.id });
}

export const peopleCheck: NewRecordCheck = (context) => {
  let deviations = 0;
  const of = (entry: Entry, event: CeremonyEvent, facts: RecordFacts): void => {
    switch (event.type) {
      case 'participant.registered':
        registered(context, entry, event, facts);
        return;
      case 'step.confirmed': {
        const { participant, step, note } = event;
        act(context, entry, facts, 'R-CONF-01', event, { act: 'confirm', participant, step, ...(note === undefined ? {} : { note }) });
        return;
      }
      case 'quorum.joined':
        act(context, entry, facts, 'R-CONF-01', event, { act: 'join-quorum', participant: event.participant, set: event.set, purpose: event.purpose });
        return;
      case 'set.declared-void': {
        const { set, reason } = event;
        if (event.participant === event.second.participant) context.findings.add('R-CONF-01', { event: entry.seq }, `"${event.participant}" declares set ${set} void alone.`);
        for (const by of [event, event.second]) act(context, entry, facts, 'R-CONF-01', by, { act: 'declare-void', participant: by.participant, set, reason });
        return;
      }
      case 'deviation.recorded':
        deviations++;
        if (event.id !== deviations) context.findings.add('R-DEV-03', { event: entry.seq }, `Deviation ${event.id} stands where deviation ${deviations} belongs.`);
        return;
      case 'deviation.accepted':
        accepted(context, entry, event, facts);
        return;
      default:
        return;
    }
  };
  return {
    entry: (entry, facts) => {
      of(entry, entry.event, facts);
    },
    end: (facts) => {
      for (const [id, deviation] of facts.deviations) {
        if (deviation.accepted === 0) context.findings.add('R-DEV-02', { event: deviation.seq }, `Deviation ${id} was accepted by nobody.`);
      }
    },
  };
};
