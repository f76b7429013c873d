/** What the main process asks of a worker and what it answers; data only. Secrets travel as Uint8Array and are wiped at both ends. */
import type {
  BackupRequest, BackupResult, Capabilities, Delivery, DeliveryRequest, DestroyResult, GenerateRequest, InstallResult, KeyEvidence, KeyReference, ObjectSummary,
  RestoredKey, RestoreRequest, TokenAddress, TokenReport,
} from '../../../core/ports/hsm.ts';
import type { Refusal } from '../../../core/refusals/refusal.ts';

/** Time spent inside raw PKCS#11 calls since the worker began, milliseconds. */
export interface RawStats {
  readonly calls: number;
  readonly milliseconds: number;
}

export type WorkerRequest =
  | { readonly op: 'describe' }
  | { readonly op: 'initialise'; readonly soPin: Uint8Array | null; readonly userPin: Uint8Array | null }
  | { readonly op: 'login'; readonly userPin: Uint8Array | null }
  | { readonly op: 'logout' }
  | { readonly op: 'inventory' }
  | { readonly op: 'probe' }
  | { readonly op: 'random'; readonly length: number }
  | { readonly op: 'generate'; readonly key: GenerateRequest }
  | { readonly op: 'find'; readonly key: KeyReference }
  | { readonly op: 'backup'; readonly backup: BackupRequest; readonly keys: readonly KeyReference[] }
  | { readonly op: 'restore'; readonly restore: RestoreRequest }
  | { readonly op: 'install'; readonly install: RestoreRequest }
  | { readonly op: 'deliver'; readonly delivery: DeliveryRequest }
  | { readonly op: 'seal'; readonly key: KeyReference }
  | { readonly op: 'sign'; readonly id: string; readonly message: Uint8Array }
  | { readonly op: 'destroy'; readonly id: string }
  | { readonly op: 'put-data'; readonly label: string; readonly value: Uint8Array }
  | { readonly op: 'get-data'; readonly label: string }
  | { readonly op: 'present' }
  | { readonly op: 'stats' }
  | { readonly op: 'close' };

export type Op = WorkerRequest['op'];
export type RequestOf<K extends Op> = Extract<WorkerRequest, { readonly op: K }>;

export interface Answers {
  readonly describe: TokenReport;
  readonly initialise: TokenReport;
  readonly login: null;
  readonly logout: null;
  readonly inventory: readonly ObjectSummary[];
  readonly probe: Capabilities;
  readonly random: Uint8Array;
  readonly generate: KeyEvidence;
  readonly find: KeyEvidence | null;
  readonly backup: BackupResult;
  readonly restore: readonly RestoredKey[];
  readonly install: InstallResult;
  readonly deliver: Delivery;
  readonly seal: KeyEvidence;
  readonly sign: Uint8Array;
  readonly destroy: DestroyResult;
  readonly 'put-data': null;
  readonly 'get-data': Uint8Array | null;
  readonly present: boolean;
  readonly stats: RawStats;
  readonly close: null;
}

/** The address goes with every request: a worker that was restarted knows nothing. */
export interface Envelope {
  readonly id: number;
  readonly address: TokenAddress;
  readonly request: WorkerRequest;
}

export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: Answers[Op] }
  | { readonly id: number; readonly ok: false; readonly code: Refusal['code']; readonly detail?: Refusal['detail'] };

/** The secrets inside a request: whoever holds this copy of it wipes them when it is done. */
export function secretsOf(request: WorkerRequest): readonly (Uint8Array | null | undefined)[] {
  switch (request.op) {
    case 'initialise': return [request.soPin, request.userPin];
    case 'login': return [request.userPin];
    case 'backup': return [request.backup.soPin, request.backup.userPin, request.backup.dice, ...(request.backup.from ?? []).flatMap((quorum) => quorum.shares)];
    case 'restore': return request.restore.shares;
    case 'install': return request.install.shares;
    case 'deliver': return request.delivery.quorum.shares;
    default: return [];
  }
}

/** The secrets inside an answer. */
export function secretsOfAnswer(answer: Answer): readonly Uint8Array[] {
  if (!answer.ok || answer.value === null || typeof answer.value !== 'object') return [];
  if (answer.value instanceof Uint8Array) return [answer.value];
  return 'shares' in answer.value ? answer.value.shares : [];
}
