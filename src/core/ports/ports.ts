/** The other ports of the ceremony: what the runtime needs from a machine, a medium, a clock. */
import type { HsmPort, TokenAddress } from './hsm.ts';

export interface Clock {
  /** UTC, ISO 8601 with milliseconds and Z. The machine's clock: not trusted, only recorded. */
  utc(): string;
  /** Milliseconds on a clock that never goes back within one run. */
  monotonic(): number;
}

export type Random = (length: number) => Uint8Array;

/** One chained record as stored: the canonical bytes of the entry (RFC 8785). */
export interface StoredEntry {
  readonly seq: number;
  readonly line: Uint8Array;
}

/** The ceremony file. `append` returns only when the entry is on the disk (fsync). Failures are RefusalErrors with a `store.*` code. */
export interface StorePort {
  readonly path: string;
  append(entry: StoredEntry): void;
  /** All entries in order, streamed. */
  entries(): IterableIterator<StoredEntry>;
  /** Public blobs of the ceremony: the plan text, the package. Never a secret. */
  putFile(name: string, bytes: Uint8Array): void;
  getFile(name: string): Uint8Array | null;
  close(): void;
}

export interface EnvironmentFinding {
  readonly id: string;
  readonly status: 'pass' | 'warn' | 'fail';
  readonly sentence: string;
}

export interface EnvironmentPort {
  /** Facts of the machine: OS, kernel, app version, network interfaces that are up, disk, clock zone. */
  facts(): Readonly<Record<string, string>>;
  /** Room and kit: no network interface up, disk writable with room, clock in UTC, module files present. */
  preflight(paths: {
    readonly modules: readonly string[];
    readonly folder: string;
    /** 'rehearsal' makes warnings of a network that is up, of a wrong clock and of a missing printer. Judged as for production without it. */
    readonly mode?: 'rehearsal' | 'production';
    /** Whether sheets are printed. */
    readonly paper?: boolean;
  }): Promise<readonly EnvironmentFinding[]>;
}

/** What a share sheet shows; drawn by printing/. */
export interface ShareSheetData {
  readonly ceremonyId: string;
  readonly title: string;
  readonly organisation: string;
  readonly rehearsal: boolean;
  readonly setId: string;
  readonly index: number;
  readonly count: number;
  readonly threshold: number;
  readonly custodian: string;
  /** e.g. "root (EC P-384)". */
  readonly restores: readonly string[];
  readonly checks: readonly { readonly label: string; readonly value: string }[];
  readonly madeAt: string;
  /** The encoded share (docs/formats/share.md); owned and wiped by the caller. */
  readonly share: Uint8Array;
}

export interface PackageSheetData {
  readonly ceremonyId: string;
  readonly title: string;
  readonly organisation: string;
  readonly rehearsal: boolean;
  readonly setId: string;
  readonly threshold: number;
  readonly count: number;
  /** The package file's bytes (docs/formats/package.md). */
  readonly package: Uint8Array;
  readonly keys: readonly { readonly name: string; readonly type: string; readonly check: string }[];
  readonly madeAt: string;
}

export interface PrinterPort {
  /** Prints, or in a rehearsal writes into the room folder. Answers with what an operator needs to find it. */
  print(document: { readonly name: string; readonly pdf: Uint8Array; readonly secret: boolean }): Promise<{ readonly where: string }>;
}

export interface CardReport {
  readonly label: string;
  readonly model: string;
  readonly serial: string;
  /** False for soft tokens of a rehearsal: taking them out cannot be seen. */
  readonly removable: boolean;
}

/** A custodian's smartcard. The share is one private data object under the custodian's own PIN. */
export interface CardPort {
  describe(card: TokenAddress): Promise<CardReport>;
  write(card: TokenAddress, pin: Uint8Array, objectLabel: string, share: Uint8Array): Promise<CardReport>;
  read(card: TokenAddress, pin: Uint8Array, objectLabel: string): Promise<{ readonly report: CardReport; readonly share: Uint8Array }>;
  present(card: TokenAddress): Promise<boolean>;
}

/** Decodes the QR codes of a picture (PNG, JPEG) or a PDF into their bytes. Answers an empty list where there is none. The caller wipes them. */
export type ReadCodes = (file: Uint8Array) => Promise<readonly Uint8Array[]>;

export interface PaperPort {
  shareSheet(data: ShareSheetData): Promise<Uint8Array>;
  packageSheet(data: PackageSheetData): Promise<Uint8Array>;
  readCodes: ReadCodes;
}

/** A participant's signing keys (P-256, and ML-DSA-65 where the plan asks for it), sealed in memory under their code (scrypt + AES-256-GCM). */
export interface PresencePort {
  /** Makes and seals a key; wipes the code. Answers with the DER SubjectPublicKeyInfo. Replaces an earlier key of that participant. */
  enrol(participant: string, code: Uint8Array): Promise<Uint8Array>;
  /** DER ECDSA-SHA-256 signature; wipes the code. RefusalError `presence.wrong-code`. */
  sign(participant: string, code: Uint8Array, message: Uint8Array): Promise<Uint8Array>;
  /** As `enrol`, for the second key; after `enrol`, under the same code. */
  enrolPostQuantum(participant: string, code: Uint8Array): Promise<Uint8Array>;
  /** ML-DSA-65 signature (FIPS 204, empty context); wipes the code. RefusalError `presence.wrong-code`. */
  signPostQuantum(participant: string, code: Uint8Array, message: Uint8Array): Promise<Uint8Array>;
  has(participant: string): boolean;
  /** Wipes all keys. */
  wipe(): void;
}

export interface Ports {
  readonly clock: Clock;
  readonly random: Random;
  readonly environment: EnvironmentPort;
  readonly printer: PrinterPort;
  readonly paper: PaperPort;
  readonly cards: CardPort;
  readonly presence: PresencePort;
  openHsm(address: TokenAddress): HsmPort;
}
