/** One open ceremony: its record, its devices, and the secrets that are held for moments. */
import type { ReadFrom, TokenName } from '../../core/ceremony/events.ts';
import type { Inherited } from '../../core/lineage/types.ts';
import type { BundleFile } from '../../core/transcript/bundle.ts';
import type { CardReport } from '../../core/ports/ports.ts';
import { plannedToken } from '../../core/ceremony/state.ts';
import type { Plan } from '../../core/plan/schema.ts';
import type { HsmPort, TokenAddress } from '../../core/ports/hsm.ts';
import type { Ports, StorePort } from '../../core/ports/ports.ts';
import type { Drill } from './drill/drill.ts';
import type { FileProblem } from './material.ts';
import { createPinDesk } from './pin-desk.ts';
import type { PinDesk } from './pin-desk.ts';
import type { Recorder } from './recorder.ts';
import { createShareDesk } from './share-desk.ts';
import type { ShareDesk } from './share-desk.ts';

export interface Session {
  readonly plan: Plan;
  readonly planText: string;
  readonly planSha256: string;
  /** What the plan check remarks without refusing, as "path: sentence"; shown at the review and recorded with it. */
  readonly planWarnings: readonly string[];
  readonly inherited: Inherited;
  /** The files it began with, under their names in the bundle. */
  readonly inheritedFiles: readonly BundleFile[];
  /** What was brought and is of no use here, and packages that were not brought: told to the people, and stops nothing. */
  readonly broughtProblems: readonly FileProblem[];
  readonly folder: string;
  readonly store: StorePort;
  readonly ports: Ports;
  readonly recorder: Recorder;
  /** The incidents of a drill; null where it is none. Always null in a real ceremony. */
  readonly drill: Drill | null;
  readonly pins: PinDesk;
  /** Shares that are not on their carrier yet. */
  readonly unwritten: ShareDesk;
  /** Shares as read back, for the proof. */
  readonly presented: ShareDesk;
  /** Shares of an earlier set as presented, until the operation they are for is done. */
  quorum(set: string): ShareDesk;
  /** The share under check that was read and found right, until its result is recorded. Its bytes are not kept. */
  seen: { readonly index: number; readonly from: ReadFrom; readonly card: CardReport | null } | null;
  /** Reopened in this run: the HSM has not been compared with the record yet. */
  unreconciled: boolean;
  hsm(token: TokenName): HsmPort;
  /** Ends the workers of all devices that were opened. */
  closeDevices(): Promise<void>;
  close(): Promise<void>;
}

export function tokenAddress(plan: Plan, token: TokenName): TokenAddress {
  const t = plannedToken(plan, token);
  return { module: t.module, label: t.label, ...(t.parameters === undefined ? {} : { parameters: t.parameters }) };
}

export function createSession(parts: Pick<Session, 'plan' | 'planText' | 'planSha256' | 'planWarnings' | 'inherited' | 'inheritedFiles' | 'broughtProblems' | 'folder' | 'store' | 'ports' | 'recorder' | 'drill'>): Session {
  const open = new Map<TokenName, HsmPort>();
  const pins = createPinDesk();
  const unwritten = createShareDesk();
  const presented = createShareDesk();
  const quorums = new Map<string, ShareDesk>();
  return {
    ...parts,
    pins,
    unwritten,
    presented,
    quorum(set) {
      const desk = quorums.get(set) ?? createShareDesk();
      quorums.set(set, desk);
      return desk;
    },
    seen: null,
    unreconciled: false,
    hsm(token) {
      const port = open.get(token) ?? parts.ports.openHsm(tokenAddress(parts.plan, token));
      open.set(token, port);
      return port;
    },
    async closeDevices() {
      await Promise.all([...open.values()].map((port) => port.close()));
    },
    async close() {
      pins.clear();
      unwritten.clear();
      presented.clear();
      for (const desk of quorums.values()) desk.clear();
      parts.ports.presence.wipe();
      await Promise.all([...open.values()].map((port) => port.close()));
      parts.store.close();
    },
  };
}
