/** One rehearsal of every kind of ceremony, in one lasting room, from the templates in resources/plans: what the pages in docs/ceremonies are followed on. */
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fillIn } from '../../src/cli/rehearsal/fill-in.ts';
import { createLastingRoom } from '../../src/cli/rehearsal/lasting-room.ts';
import type { LastingRoom, Played } from '../../src/cli/rehearsal/lasting-room.ts';
import { leaveTarget } from '../../src/cli/rehearsal/target-files.ts';
import { readPlan } from '../../src/core/plan/read-plan.ts';
import type { CeremonyKindName } from '../../src/core/plan/schema.ts';
import { quickPresence } from './quick-presence.ts';

const template = (name: string): string => readFileSync(new URL(`../../resources/plans/${name}.yaml`, import.meta.url), 'utf8');
const first = 'hyok-2-of-3-cards';

interface Chapter {
  readonly kind: CeremonyKindName;
  /** The ceremony it follows in the room. */
  readonly after: CeremonyKindName;
  /** What differs from the template; `additions` are the lines that the page tells one to add to it. */
  readonly change?: (text: string, additions: string) => string;
}

/** The HSM of the first ceremony lives through check, transfer, reshare, rotate and revoke; the restored one ends in destroy. */
const chapters: readonly Chapter[] = [
  { kind: 'check', after: 'generate' },
  { kind: 'transfer', after: 'check' },
  { kind: 'reshare', after: 'transfer' },
  { kind: 'rotate', after: 'reshare', change: (text, additions) => text.replace(/^keys:\n/m, `keys:\n${additions}`).replace('spare-2', 'spare-3') },
  { kind: 'revoke', after: 'rotate' },
  { kind: 'restore', after: 'generate' },
  { kind: 'destroy', after: 'restore', change: (text, additions) => text.replace(/^destroys: .*\n/m, additions).replace('label: hyok-2026', 'label: hyok-2026-b') },
];

export interface HandBundles {
  readonly room: LastingRoom;
  /** A folder as `keyrite rehearse --out` leaves it: bundle/, room/, and before/ with those of the ceremony it follows. */
  folderOf(kind: CeremonyKindName): string;
  readonly played: ReadonlyMap<CeremonyKindName, Played>;
}

/** Plays all of them below `folder`; `additionsOf` gives the lines to add to a template, as its page has them. */
export async function makeHandBundles(folder: string, additionsOf: (kind: CeremonyKindName) => string): Promise<HandBundles> {
  const names = new Map<string, string>();
  const room = createLastingRoom((ceremony) => join(folder, names.get(ceremony) ?? ceremony));
  const played = new Map<CeremonyKindName, Played>();
  const perform = async (kind: CeremonyKindName, text: string, before: Played | null): Promise<void> => {
    const read = readPlan(text);
    if (!read.ok) throw new Error(`the plan for ${kind} cannot be used: ${read.problems.map((p) => p.sentence).join(' ')}`);
    names.set(read.plan.id, kind);
    const filled = before === null ? text : fillIn(text, read.plan, before, room.target.sha256);
    played.set(kind, await room.play(filled, { ...(before === null ? {} : { from: before.bundle }), ports: (ports) => ({ ...ports, presence: quickPresence() }) }));
  };
  await perform('generate', template(first), null);
  for (const { kind, after, change } of chapters) {
    await perform(kind, change?.(template(kind), additionsOf(kind)) ?? template(kind), played.get(after)!);
    mkdirSync(join(folder, kind), { recursive: true });
    symlinkSync(join(folder, after), join(folder, kind, 'before'));
  }
  const transfer = played.get('transfer');
  if (transfer !== undefined) leaveTarget(room, room.roomOf(transfer.plan.id));
  return { room, folderOf: (kind) => join(folder, kind), played };
}
