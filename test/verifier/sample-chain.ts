/** For tests: events made into entries one after the other, each chained and signed; holds the last hash and people's keys, never the entries. */
import { toBase64, utf8 } from '../../src/core/bytes/bytes.ts';
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import { rootAttestation, rootSuccession } from '../../src/core/ceremony/challenge.ts';
import { confirmationMessage, registration } from '../../src/core/ceremony/confirmation.ts';
import type { CeremonyEvent, EventOf, Signed } from '../../src/core/ceremony/events.ts';
import { entryLine, GENESIS, lineHash, SALT_BYTES } from '../../src/core/transcript/chain.ts';
import type { Entry } from '../../src/core/transcript/types.ts';
import { keyOf, rootKeyOf } from './sample-keys.ts';

interface Signing {
  readonly opened: EventOf<'ceremony.opened'>;
  readonly head: string;
  /** Current public keys of participants. */
  readonly keys: ReadonlyMap<string, string>;
  /** Name of the root in force. */
  readonly root: string;
  /** Name of the root that takes its place. */
  readonly next: string;
}

/** Fills the empty signatures of an event that is chained to `head`. */
function sign(event: CeremonyEvent, { opened, head, keys, root, next }: Signing): CeremonyEvent {
  const by = (publicKey: string | undefined, what: Parameters<typeof confirmationMessage>[2]): string => {
    const key = keyOf(publicKey ?? '');
    return key === undefined ? 'AAAA' : toBase64(key.sign(confirmationMessage(opened.ceremony, head, what)));
  };
  if (event.type === 'root.certified') {
    const message = rootSuccession(opened.ceremony, event.old, event.next);
    const from = (given: string, name: string): string => (given === '' ? toBase64(rootKeyOf(name).sign(message)) : given);
    return { ...event, byOld: from(event.byOld, root), byNext: from(event.byNext, next) };
  }
  if (event.type === 'set.declared-void') {
    const filled = ({ participant, signature }: Signed): Signed => ({ participant, signature: signature === '' ? by(keys.get(participant), { act: 'declare-void', participant, set: event.set, reason: event.reason }) : signature });
    return { ...event, ...filled(event), second: filled(event.second) };
  }
  if (!('signature' in event) || event.signature !== '') return event;
  switch (event.type) {
    case 'participant.registered': {
      const what = registration(event, opened.planSha256);
      const { postQuantum } = event;
      const second = postQuantum?.signature === '' ? { postQuantum: { ...postQuantum, signature: by(postQuantum.publicKey, what) } } : {};
      return { ...event, signature: by(event.publicKey, what), ...second };
    }
    case 'step.confirmed': {
      const { participant, step, note } = event;
      return { ...event, signature: by(keys.get(participant), { act: 'confirm', participant, step, ...(note === undefined ? {} : { note }) }) };
    }
    case 'deviation.accepted':
      return { ...event, signature: by(keys.get(event.participant), { act: 'accept-deviation', participant: event.participant, deviation: event.id }) };
    case 'quorum.joined': {
      const { participant, set, purpose } = event;
      return { ...event, signature: by(keys.get(participant), { act: 'join-quorum', participant, set, purpose }) };
    }
    case 'root.attested':
      return { ...event, signature: toBase64(rootKeyOf(root).sign(rootAttestation(opened.ceremony, head, [root]))) };
    default:
      return event;
  }
}

export const firstBegins = Date.UTC(2026, 0, 15, 9, 0, 0);
const asItIs = (entry: Entry): Entry => entry;

/** What stands for the random bytes of an entry: fixed, so that a sample always has the same bytes, and of this entry of this ceremony only. */
function sampleSalt(begins: number, seq: number): string {
  return sha256Hex(utf8(`keyrite sample salt: ${begins} ${seq}`)).slice(0, 2 * SALT_BYTES);
}

export interface ChainOptions extends Pick<Signing, 'root' | 'next'> {
  /** UTC, milliseconds: the time of the first entry. */
  readonly begins: number;
  /** Changes an entry before it is chained; the next entry follows the changed one. */
  readonly change?: (entry: Entry) => Entry;
}

export const firstChain: ChainOptions = { begins: firstBegins, root: 'root', next: '' };

/** A function that gives the next entry for the next event: one a second, signed where its signature is empty. */
export function chainer(opened: EventOf<'ceremony.opened'> | undefined, { begins, root, next, change = asItIs }: ChainOptions): (event: CeremonyEvent) => Entry {
  const keys = new Map<string, string>();
  let prev = GENESIS;
  let seq = 0;
  return (event) => {
    if (event.type === 'participant.registered') keys.set(event.participant, event.publicKey);
    const time = new Date(begins + seq * 1000).toISOString();
    const signed = opened === undefined ? event : sign(event, { opened, head: prev, keys, root, next });
    const entry = change({ v: 1, seq, prev, time, mono: 5000 + seq * 1000, salt: sampleSalt(begins, seq), event: signed });
    prev = lineHash(entryLine(entry));
    seq++;
    return entry;
  };
}

/** Entries of `events`, by default those of a first ceremony. */
export function chain(events: readonly CeremonyEvent[], options: ChainOptions = firstChain): readonly Entry[] {
  return events.map(chainer(events.find((e) => e.type === 'ceremony.opened'), options));
}
