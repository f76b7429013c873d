/** One open ceremony: its record, its devices, and the secrets that are held for moments. */
import type { TokenName } from '../../core/ceremony/events.ts';
import { plannedToken } from '../../core/ceremony/state.ts';
import type { Plan } from '../../core/plan/schema.ts';
import type { HsmPort, TokenAddress } from '../../core/ports/hsm.ts';
import type { Ports, StorePort } from '../../core/ports/ports.ts';
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
  readonly folder: string;
  readonly store: StorePort;
  readonly ports: Ports;
  readonly recorder: Recorder;
  readonly pins: PinDesk;
  /** Shares that are not on their carrier yet. */
  readonly unwritten: ShareDesk;
  /** Shares as read back, for the proof. */
  readonly presented: ShareDesk;
  /** Reopened in this run: the HSM has not been compared with the record yet. */
  unreconciled: boolean;
  hsm(token: TokenName): HsmPort;
  close(): Promise<void>;
}

export function tokenAddress(plan: Plan, token: TokenName): TokenAddress {
  const t = plannedToken(plan, token);
  return { module: t.module, label: t.label, ...(t.parameters === undefined ? {} : { parameters: t.parameters }) };
}

export function createSession(parts: Pick<Session, 'plan' | 'planText' | 'planSha256' | 'planWarnings' | 'folder' | 'store' | 'ports' | 'recorder'>): Session {
  const open = new Map<TokenName, HsmPort>();
  const pins = createPinDesk();
  const unwritten = createShareDesk();
  const presented = createShareDesk();
  return {
    ...parts,
    pins,
    unwritten,
    presented,
    unreconciled: false,
    hsm(token) {
      const port = open.get(token) ?? parts.ports.openHsm(tokenAddress(parts.plan, token));
      open.set(token, port);
      return port;
    },
    async close() {
      pins.clear();
      unwritten.clear();
      presented.clear();
      parts.ports.presence.wipe();
      await Promise.all([...open.values()].map((port) => port.close()));
      parts.store.close();
    },
  };
}
