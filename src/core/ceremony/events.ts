/** Everything that can be recorded. Events, not snapshots, are stored; each becomes one entry of the transcript. None ever holds a secret. */
import type { Capabilities, KeyEvidence, ObjectSummary, RestoredKey, TokenReport } from '../ports/hsm.ts';
import type { CeremonyKindName, RetiredHsm } from '../plan/schema.ts';
import type { KeyLifeState } from '../lineage/types.ts';
import type { CardReport, EnvironmentFinding } from '../ports/ports.ts';
import type { PostQuantumAlgorithm } from '../transcript/algorithms.ts';

export type TokenName = 'primary' | 'spare';
export type ReadFrom = 'image' | 'camera' | 'typed' | 'smartcard';

/** What a quorum is gathered for: shown to each presenter, and signed by them. */
export interface QuorumPurpose {
  readonly operation: CeremonyKindName;
  /** Serial of the token on which the shares are used. */
  readonly token: string;
  readonly keys: readonly string[];
}

/** A participant's P-256 signature, DER in base64, over `confirmationMessage` (ceremony/confirmation.ts); it covers the chain's head. */
export interface Signed {
  readonly participant: string;
  readonly signature: string;
}

/** A person's second public key (DER in base64), and its signature over the same bytes as that of the first. */
export interface SecondKey {
  readonly algorithm: PostQuantumAlgorithm;
  readonly publicKey: string;
  readonly signature: string;
}

/** What a share was found to be at a check: its medium is there and reads, is not there, does not read, or its bag is not the one noted. */
export type CheckResult = 'readable' | 'missing' | 'damaged' | 'bag-mismatch';

export type CeremonyEvent =
  | { readonly type: 'ceremony.opened'; readonly ceremony: string; readonly kind: CeremonyKindName; readonly mode: 'rehearsal' | 'production'; readonly title: string; readonly organisation: string; readonly planSha256: string; readonly previous: string | null; /** Files it begins with, by their names in the bundle, with SHA-256. */ readonly inherited: readonly { readonly name: string; readonly sha256: string }[]; readonly application: string; readonly machine: Readonly<Record<string, string>> }
  | { readonly type: 'plan.reviewed'; readonly words: readonly string[]; readonly warnings: readonly string[] }
  | { readonly type: 'environment.checked'; readonly findings: readonly EnvironmentFinding[] }
  | ({ readonly type: 'participant.registered'; readonly roles: readonly string[]; readonly publicKey: string; readonly again: boolean; readonly postQuantum?: SecondKey } & Signed)
  | { readonly type: 'participant.absent'; readonly participant: string; readonly reason: string; readonly by: string }
  | { readonly type: 'hsm.examined'; readonly token: TokenName; readonly report: TokenReport; readonly inventory: readonly ObjectSummary[] }
  | { readonly type: 'hsm.prepare-started'; readonly token: TokenName }
  | { readonly type: 'hsm.prepared'; readonly token: TokenName; readonly how: 'initialised' | 'adopted'; readonly report: TokenReport; readonly capabilities: Capabilities; readonly inventory: readonly ObjectSummary[]; readonly pinHolders: { readonly securityOfficer: readonly string[]; readonly user: readonly string[] } }
  | { readonly type: 'hsm.unlocked'; readonly token: TokenName; readonly by: readonly string[] }
  | { readonly type: 'hsm.locked'; readonly token: TokenName; readonly why: 'pause' | 'restart' | 'device' }
  | { readonly type: 'hsm.retired'; readonly label: string; readonly serial: string; readonly fate: RetiredHsm['fate']; readonly note: string; readonly by: string }
  | { readonly type: 'key.found'; readonly key: string; readonly evidence: KeyEvidence }
  | { readonly type: 'key.generation-started'; readonly key: string; readonly id: string }
  | { readonly type: 'key.generated'; readonly key: string; readonly evidence: KeyEvidence; readonly inventoryBefore: readonly ObjectSummary[]; readonly inventoryAfter: readonly ObjectSummary[]; readonly found: boolean }
  | { readonly type: 'backup.started'; readonly set: string }
  | {
      readonly type: 'backup.made';
      readonly set: string;
      readonly threshold: number;
      readonly count: number;
      /** One a share, index order: salt (16 bytes) and SHA-256 commitment, hex (docs/formats/share.md). */
      readonly commitments: readonly { readonly index: number; readonly salt: string; readonly commitment: string }[];
      /** SHA-256 of the package file, hex. */
      readonly package: string;
      readonly trusted: boolean;
      readonly wrappingKey: Readonly<Record<string, string>>;
      readonly combinations: { readonly total: number; readonly checked: number };
      readonly inventoryBefore: readonly ObjectSummary[];
      readonly inventoryAfter: readonly ObjectSummary[];
    }
  | { readonly type: 'share.written'; readonly set: string; readonly index: number; readonly custodian: string; readonly carrier: 'paper' | 'smartcard'; readonly where: string; readonly card?: CardReport }
  | { readonly type: 'share.removed'; readonly set: string; readonly index: number }
  | { readonly type: 'share.read'; readonly set: string; readonly index: number; readonly from: ReadFrom; readonly card?: CardReport }
  | { readonly type: 'share.refused'; readonly step: string; readonly code: string }
  | { readonly type: 'set.voided'; readonly set: string; readonly reason: string }
  | ({ readonly type: 'set.declared-void'; readonly set: string; readonly reason: string; readonly second: Signed } & Signed)
  | ({ readonly type: 'quorum.joined'; readonly set: string; readonly purpose: QuorumPurpose } & Signed)
  | { readonly type: 'share.presented'; readonly set: string; readonly index: number; readonly participant: string; readonly from: ReadFrom; readonly card?: CardReport }
  | { readonly type: 'quorum.cleared'; readonly set: string; readonly reason: string }
  | { readonly type: 'share.checked'; readonly set: string; readonly index: number; readonly result: CheckResult; readonly bag: string | null; readonly from?: ReadFrom; readonly card?: CardReport; readonly note?: string }
  | { readonly type: 'share.destroyed'; readonly set: string; readonly index: number; readonly result: 'destroyed' | 'not-destroyed'; readonly how: string }
  | { readonly type: 'package.destroyed'; readonly set: string; readonly result: 'destroyed' | 'not-destroyed'; readonly how: string }
  | { readonly type: 'restore.started'; readonly set: string; readonly shares: readonly number[] }
  | { readonly type: 'restore.passed'; readonly set: string; readonly shares: readonly number[]; readonly challenge: string; readonly keys: readonly RestoredKey[]; readonly evidence: readonly KeyEvidence[]; readonly inventoryBefore: readonly ObjectSummary[]; readonly inventoryAfter: readonly ObjectSummary[] }
  | { readonly type: 'restore.failed'; readonly set: string; readonly code: string }
  | { readonly type: 'proof.started'; readonly set: string; readonly shares: readonly number[] }
  | { readonly type: 'proof.passed'; readonly set: string; readonly shares: readonly number[]; readonly token: TokenReport['token']; readonly challenge: string; readonly keys: readonly RestoredKey[]; readonly inventoryBefore: readonly ObjectSummary[]; readonly inventoryAfter: readonly ObjectSummary[] }
  | { readonly type: 'proof.failed'; readonly set: string; readonly code: string; readonly keys: readonly RestoredKey[] }
  | { readonly type: 'key.sealed'; readonly key: string; readonly evidence: KeyEvidence }
  | { readonly type: 'key.state-set'; readonly key: string; readonly state: KeyLifeState; readonly reason: string; readonly until: string | null }
  | { readonly type: 'root.certified'; readonly old: string; readonly next: string; readonly byOld: string; readonly byNext: string }
  | { readonly type: 'root.attested'; readonly signature: string }
  | { readonly type: 'key.destroyed'; readonly key: string; readonly failedUse: string; readonly inventoryBefore: readonly ObjectSummary[]; readonly inventoryAfter: readonly ObjectSummary[] }
  | { readonly type: 'target.imported'; readonly kind: string; readonly spkiSha256: string; readonly spki: string }
  | { readonly type: 'key.delivered'; readonly key: string; readonly target: string; readonly spkiSha256: string; readonly files: readonly { readonly name: string; readonly sha256: string }[] }
  | ({ readonly type: 'step.confirmed'; readonly step: string; readonly note?: string } & Signed)
  | { readonly type: 'deviation.recorded'; readonly id: number; readonly step: string; readonly what: string; readonly remedy: string; readonly by: string; readonly automatic: boolean }
  | ({ readonly type: 'deviation.accepted'; readonly id: number } & Signed)
  | { readonly type: 'ceremony.paused'; readonly by: string; readonly reason: string }
  | { readonly type: 'ceremony.continued'; readonly by: string }
  | { readonly type: 'ceremony.resumed'; readonly machine: Readonly<Record<string, string>>; readonly findings: readonly string[] }
  | { readonly type: 'step.failed'; readonly step: string; readonly code: string; readonly detail: Readonly<Record<string, string | number | boolean>> }
  | { readonly type: 'record.ended'; readonly inventory: readonly ObjectSummary[] }
  | { readonly type: 'record.reopened'; readonly reason: string }
  | { readonly type: 'statement.signed'; readonly signer: string; readonly signature: string; /** By the second key. */ readonly postQuantum?: string }
  | { readonly type: 'ceremony.closed'; readonly statement: string }
  | ({ readonly type: 'ceremony.abandoned'; readonly reason: string; readonly second: Signed } & Signed)
  /** A key that the abandoned ceremony had made is taken off the HSM again. */
  | { readonly type: 'key.discarded'; readonly key: string; readonly failedUse: string; readonly inventoryBefore: readonly ObjectSummary[]; readonly inventoryAfter: readonly ObjectSummary[] };

export type EventType = CeremonyEvent['type'];
export type EventOf<T extends EventType> = Extract<CeremonyEvent, { readonly type: T }>;
