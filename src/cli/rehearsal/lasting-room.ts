/**
 * A room in which one ceremony follows another on soft tokens that last: what the organisation's safe, its HSMs and its custodians' drawers are in
 * life. For rehearsals, drills and tests only; it holds everybody's codes, PINs and sheets at once.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { ActAnswer, RequestOf } from '../../contract/table.ts';
import { sha256Hex } from '../../core/bytes/digest.ts';
import { readPlan } from '../../core/plan/read-plan.ts';
import type { Plan } from '../../core/plan/schema.ts';
import type { StorePort } from '../../core/ports/ports.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import { decodeEnvelope } from '../../core/transcript/dsse.ts';
import { parseStatement } from '../../core/transcript/statement.ts';
import type { CeremonyStatement } from '../../core/transcript/types.ts';
import { createDesk } from '../../main/runtime/desk.ts';
import type { Desk } from '../../main/runtime/desk.ts';
import { createPorts } from '../../main/runtime/ports.ts';
import type { DeskPorts } from '../../main/runtime/ports.ts';
import { applicationVersion } from '../../main/runtime/version.ts';
import { playCeremony, ScriptStopped } from './scripted-people.ts';
import type { ScriptedRoom } from './scripted-people.ts';
import { randomSecrets } from './secrets.ts';
import type { RehearsalSecrets } from './secrets.ts';
import { createSoftRoom, keepCards, prepareCards } from './soft-room.ts';

/** A closed ceremony as its bundle tells it. */
export interface Played {
  readonly plan: Plan;
  readonly folder: string;
  readonly bundle: string;
  readonly statement: CeremonyStatement;
  /** SHA-256 of the statement: what the next plan follows. */
  readonly sha256: string;
  readonly last: Snapshot;
}

export interface PlayOptions {
  /** Bundle of the ceremony before, where the plan follows one. */
  readonly from?: string;
  /** Files instead of that bundle. */
  readonly materials?: RequestOf<'ceremony:begin'>['materials'];
  readonly onSnapshot?: (snapshot: Snapshot) => void;
  /** Changes what scripted people do: a drill's incidents. */
  readonly people?: (room: ScriptedRoom) => ScriptedRoom;
  /** Plays instead of the scripted people. */
  readonly play?: (desk: Desk, room: ScriptedRoom, onSnapshot: (snapshot: Snapshot) => void) => Promise<Snapshot>;
  readonly ports?: (ports: DeskPorts) => DeskPorts;
  /** Wraps the ceremony's store: for tests that stop between two entries. */
  readonly watchStore?: (store: StorePort) => StorePort;
}

export interface LastingRoom {
  /** Environment of HSM workers here. */
  readonly env: Readonly<Record<string, string>>;
  /** SHA-256 of the public wrapping key of the target that transfers go to. */
  readonly target: { readonly sha256: string; readonly pem: string; readonly privateKey: string };
  /** Folder with the sheets of a ceremony. */
  roomOf(ceremony: string): string;
  /** Plays the plan to its end. ScriptStopped at the first refusal. */
  play(planText: string, options?: PlayOptions): Promise<Played>;
  /** Reopens the ceremony file at `path` after an interruption and plays on to its end. */
  goOn(ceremony: string, path: string, options?: PlayOptions): Promise<Played>;
  remove(): void;
}

/** Every file of a folder and the folders in it, by its name there. */
export function filesIn(folder: string): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: path.slice(folder.length + 1), bytes: Uint8Array.from(readFileSync(path)) }));
}

/** What people bring of an earlier bundle: everything but its transcript, keys and documents. */
export function materialsOf(bundle: string): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
  return filesIn(bundle).filter((file) => file.name.endsWith('.json'));
}

export function readStatement(bundle: string): { readonly statement: CeremonyStatement; readonly sha256: string } {
  const { payload } = decodeEnvelope(Uint8Array.from(readFileSync(join(bundle, 'statement.dsse.json'))));
  return { statement: parseStatement(payload), sha256: sha256Hex(payload) };
}

function planOf(text: string): Plan {
  const read = readPlan(text);
  if (read.ok) return read.plan;
  const first = read.problems.find((p) => p.severity === 'error');
  throw new ScriptStopped('Read the plan', { code: 'ceremony.plan-refused', sentence: `${first?.path ?? ''}: ${first?.sentence ?? ''}` });
}

/** `folderOf` a ceremony's id: where its file, its bundle and its room go. */
export function createLastingRoom(folderOf: (ceremony: string) => string, secrets: RehearsalSecrets = randomSecrets()): LastingRoom {
  const soft = createSoftRoom();
  const target = targetKey();
  const cards = new Set<string>();
  /** Where the sheets of each set lie, by the set's id as shown. */
  const sheets = new Map<string, string>();
  const roomOf = (ceremony: string): string => join(folderOf(ceremony), 'room');
  const people: ScriptedRoom = {
    ...secrets,
    sheet(set, index) {
      const folder = sheets.get(set);
      // After a set was given up there is more than one sheet of a share: the one printed last counts.
      const name = folder === undefined ? undefined : readdirSync(folder).filter((file) => file.startsWith(`share-${String(index)}-of-`)).sort((a, b) => statSync(join(folder, a)).mtimeMs - statSync(join(folder, b)).mtimeMs).at(-1);
      if (folder === undefined || name === undefined) throw new RangeError(`no sheet of share ${String(index)} of set ${set}`);
      return Uint8Array.from(readFileSync(join(folder, name)));
    },
    targetKey: () => Uint8Array.from(Buffer.from(target.pem)),
  };

  /** Opens a ceremony at a desk of its own and plays it to its end. */
  const atDesk = async (ceremony: string, options: PlayOptions, open: (desk: Desk, ports: DeskPorts) => Promise<ActAnswer>): Promise<Played> => {
    const folder = folderOf(ceremony);
    const roomFolder = roomOf(ceremony);
    mkdirSync(roomFolder, { recursive: true });
    const real = createPorts({ version: applicationVersion, workerEnv: soft.env, roomFolder });
    const kept = { ...real, cards: keepCards(real.cards, roomFolder) };
    const ports = options.ports?.(kept) ?? kept;
    const bundle = join(folder, 'bundle');
    const desk = createDesk({ folder, host: 'shell', version: applicationVersion, ports, offline: ports.offline, bundleFolder: () => bundle, ...(options.watchStore === undefined ? {} : { watchStore: options.watchStore }) });
    try {
      const begun = await open(desk, ports);
      if (!begun.ok) throw new ScriptStopped('Open the ceremony', begun.refusal);
      const room = options.people?.(people) ?? people;
      const last = await (options.play ?? playCeremony)(desk, room, options.onSnapshot ?? (() => undefined));
      const { statement, sha256 } = readStatement(bundle);
      for (const set of statement.predicate.shareSets) if (set.ceremony === ceremony) sheets.set(showSetId(set.id), roomFolder);
      return { plan: planOf(readFileSync(join(bundle, 'plan.yaml'), 'utf8')), folder, bundle, statement, sha256, last };
    } finally {
      await desk.close();
    }
  };

  return {
    env: soft.env,
    target,
    roomOf,
    async play(planText, options = {}) {
      const plan = planOf(planText);
      return atDesk(plan.id, options, async (desk, ports) => {
        await prepareCards(plan, ports.openHsm, secrets.cardPin, cards);
        const materials = options.materials ?? (options.from === undefined ? [] : [...materialsOf(options.from)]);
        return desk.handlers['ceremony:begin']({ name: 'plan.yaml', text: planText, materials });
      });
    },
    goOn: (ceremony, path, options = {}) => atDesk(ceremony, options, (desk) => desk.handlers['ceremony:reopen']({ file: path })),
    remove: () => {
      soft.remove();
    },
  };
}

/** An RSA key pair in software: the other side of a transfer. */
function targetKey(): LastingRoom['target'] {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  const der = Buffer.from(publicKey.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64');
  return { sha256: sha256Hex(Uint8Array.from(der)), pem: publicKey, privateKey };
}
