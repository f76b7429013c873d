/** A room of soft tokens for a rehearsal: SoftHSM2 with a token folder of its own, removed at the end. Never used in a real ceremony. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utf8 } from '../../core/bytes/bytes.ts';
import { backupOf } from '../../core/plan/parts.ts';
import type { Plan } from '../../core/plan/schema.ts';
import type { OpenHsm } from '../../core/ports/hsm.ts';
import type { CardPort } from '../../core/ports/ports.ts';

export interface SoftRoom {
  readonly folder: string;
  /** What the HSM workers need in their environment. */
  readonly env: Readonly<Record<string, string>>;
  remove(): void;
}

/** Writes a SoftHSM2 configuration and an empty token folder below a new temporary folder. */
export function createSoftRoom(parent: string = tmpdir()): SoftRoom {
  const folder = mkdtempSync(join(parent, 'keyrite-room-'));
  const tokens = join(folder, 'tokens');
  mkdirSync(tokens);
  const conf = join(folder, 'softhsm2.conf');
  writeFileSync(conf, `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n`);
  return {
    folder,
    env: { SOFTHSM2_CONF: conf },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Sets up one soft token per smartcard of the plan, as its custodian would have done at home. Cards in `ready` are there from an earlier ceremony. */
export async function prepareCards(plan: Plan, openHsm: OpenHsm, pin: (custodian: string) => string, ready: Set<string> = new Set()): Promise<void> {
  for (const share of backupOf(plan)?.shares ?? []) {
    if (share.carrier !== 'smartcard' || ready.has(share.card.label)) continue;
    ready.add(share.card.label);
    const card = openHsm({ module: share.card.module, label: share.card.label });
    try {
      await card.initialise({ soPin: utf8(pin(share.custodian)), userPin: utf8(pin(share.custodian)) });
    } finally {
      await card.close();
    }
  }
}

/** Cards that also leave in the room folder what was written onto them, as `card-INDEX.share`. Only a rehearsal ever writes a share to disk. */
export function keepCards(cards: CardPort, folder: string): CardPort {
  return {
    ...cards,
    async write(card, pin, objectLabel, share) {
      const index = objectLabel.split('-').at(-1) ?? '';
      const report = await cards.write(card, pin, objectLabel, share);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `card-${index}.share`), share, { mode: 0o600 });
      return report;
    },
  };
}
