/** A key by its name: as this ceremony made it, else as the lineage has it. */
import { fromBase64 } from '../core/bytes/bytes.ts';
import type { KeyPurpose, KeyType } from '../core/plan/schema.ts';
import type { KeyCheck } from '../core/ports/hsm.ts';
import type { BundleContext } from './check.ts';
import { inheritedRoot } from './inherited.ts';
import type { RecordFacts } from './record-facts.ts';

export interface KnownKey {
  readonly name: string;
  readonly type: KeyType;
  readonly purpose: KeyPurpose;
  readonly id: string;
  readonly check: KeyCheck;
}

type Lineage = Pick<BundleContext, 'inherited'>;

export function knownKey({ inherited }: Lineage, facts: RecordFacts, name: string): KnownKey | null {
  return facts.keys.get(name)?.generated?.event.evidence ?? inherited?.keys.find((k) => k.name === name) ?? null;
}

/** Root-signing keys that this ceremony made. */
export function rootsMade(facts: RecordFacts): readonly KnownKey[] {
  return [...facts.keys.values()].flatMap((k) => k.generated?.event.evidence ?? []).filter((e) => e.purpose === 'root-signing');
}

/** The root in force when the ceremony began; in a first ceremony the one that it made. Null where there is none. */
export function rootInForce({ inherited }: Lineage, facts: RecordFacts): KnownKey | null {
  const old = inheritedRoot(inherited?.keys ?? []);
  if (old?.state === 'active') return old;
  return rootsMade(facts)[0] ?? old;
}

/** DER of a public key, or null for a secret key. */
export function spkiOf({ check }: KnownKey): Uint8Array | null {
  return check.kind === 'spki-sha256' ? fromBase64(check.spki) : null;
}
