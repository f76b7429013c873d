/** The files that people bring from earlier ceremonies, sorted by what they hold. Reads no disk; what shows a share it refuses before keeping anything. */
import { fromBase64, wipe } from '../../core/bytes/bytes.ts';
import { sha256Hex } from '../../core/bytes/digest.ts';
import { HSM_ROOT } from '../../core/ceremony/state.ts';
import { readPlanBytes } from '../../core/plan/read-plan.ts';
import type { Plan } from '../../core/plan/schema.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import type { Refusal } from '../../core/refusals/refusal.ts';
import { decodePackage } from '../../core/shares/package-file.ts';
import type { BackupPackage } from '../../core/shares/package-file.ts';
import { fromFrames, parseFrame } from '../../core/shares/package-frames.ts';
import { recordOfCode } from '../../core/shares/share-format.ts';
import { partOf } from '../../core/transcript/bundle.ts';
import { decodeEnvelope, preAuthEncoding } from '../../core/transcript/dsse.ts';
import { limits } from '../../core/transcript/limits.ts';
import { verifySignature } from '../../core/transcript/algorithms.ts';
import { parseStatement } from '../../core/transcript/statement.ts';
import { DSSE_PAYLOAD_TYPE } from '../../core/transcript/types.ts';
import type { CeremonyStatement } from '../../core/transcript/types.ts';

/** A file as it was chosen; `name` may hold folders. */
export interface MaterialFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface FileProblem {
  readonly file: string;
  readonly refusal: Refusal;
}

export interface StatementMaterial {
  readonly file: string;
  /** The DSSE envelope as given. */
  readonly envelope: Uint8Array;
  readonly payload: Uint8Array;
  /** SHA-256 of the payload: how a later plan names this ceremony. */
  readonly sha256: string;
  readonly statement: CeremonyStatement;
  /** Whether the root key's signature verifies, by the public key that the statement itself lists; true where it lists no root as signer. */
  readonly rootSigned: boolean;
}

export interface PackageMaterial {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly content: BackupPackage;
}

/** Files by what they are; each statement, package and plan once. */
export interface Materials {
  readonly statements: readonly StatementMaterial[];
  readonly packages: readonly PackageMaterial[];
  readonly plans: readonly { readonly file: string; readonly sha256: string; readonly plan: Plan }[];
  readonly problems: readonly FileProblem[];
}

export interface Pile {
  readonly statements: StatementMaterial[];
  readonly packages: PackageMaterial[];
  readonly plans: { readonly file: string; readonly sha256: string; readonly plan: Plan }[];
  readonly frames: { readonly file: string; readonly content: Uint8Array }[];
  readonly problems: FileProblem[];
  /** Perhaps pictures. */
  readonly rest: MaterialFile[];
}

/** The part of a bundle that a file is by its name, or null. */
function bundlePart(name: string): string | null {
  const parts = name.split(/[\\/]/);
  return (partOf(parts.slice(-2).join('/')) ?? partOf(parts.slice(-1).join('/')))?.part ?? null;
}

/** Parts of a bundle with which no ceremony begins. */
const passedOver: ReadonlySet<string> = new Set(['transcript', 'key', 'delivery']);

export function blame(pile: Pile, file: string, why: Refusal): void {
  // A document of a bundle may be anything; only a share among them is spoken of.
  if (bundlePart(file) === 'document' && why.code !== 'lineage.share-among-files') return;
  pile.problems.push({ file, refusal: why });
}

/** Everything that can be sorted without reading pictures; those are left in `rest`. */
export function sortedPile(files: readonly MaterialFile[]): Pile {
  const pile: Pile = { statements: [], packages: [], plans: [], frames: [], problems: [], rest: [] };
  for (const file of files) {
    if (passedOver.has(bundlePart(file.name) ?? '')) continue;
    try {
      sortOne(pile, file);
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      blame(pile, file.name, error.refusal);
    }
  }
  return pile;
}

/** Canonical JSON has its names in order (RFC 8785 section 3.2.3), so an envelope begins with this. */
const ENVELOPE_START = '{"payload"';

function sortOne(pile: Pile, { name, bytes }: MaterialFile): void {
  const start = String.fromCharCode(...bytes.subarray(0, 32));
  if (start.startsWith(ENVELOPE_START)) takeStatement(pile, name, bytes);
  else if (/^\s*\{/.test(start)) takePackage(pile, name, bytes);
  else if (parseFrame(bytes) !== null || isShare(bytes)) takeCodes(pile, name, [bytes]);
  else if (/\.ya?ml$/i.test(name)) takePlan(pile, name, bytes);
  else pile.rest.push({ name, bytes });
}

function takeStatement(pile: Pile, file: string, envelope: Uint8Array): void {
  if (envelope.length > limits.envelopeBytes) throw new RefusalError('transcript.too-large', { what: file, limit: limits.envelopeBytes });
  const { payload, signatures } = decodeEnvelope(envelope);
  const statement = parseStatement(payload);
  const sha256 = sha256Hex(payload);
  const rootSigned = signedByRoot(statement, payload, signatures.map((s) => s.signature));
  const same = pile.statements.findIndex((s) => s.sha256 === sha256);
  const found: StatementMaterial = { file, envelope, payload, sha256, statement, rootSigned };
  if (same < 0) pile.statements.push(found);
  else if (rootSigned && !pile.statements[same]!.rootSigned) pile.statements[same] = found;
}

/**
 * Whether the root key among the signers has signed. Its public key is in the statement's own key lives.
 * SECURITY: this shows that the file is as it was written; that it is the right one is known by its digest, which the reviewed plan names.
 */
function signedByRoot({ predicate }: CeremonyStatement, payload: Uint8Array, signatures: readonly Uint8Array[]): boolean {
  const root = predicate.signers.find((s) => s.id === HSM_ROOT);
  if (root === undefined) return true;
  const check = [...predicate.lifecycle, ...predicate.keys].map((k) => k.check).find((c) => c.kind === 'spki-sha256' && c.value === root.keySha256);
  if (check?.kind !== 'spki-sha256') return false;
  const spki = fromBase64(check.spki);
  if (sha256Hex(spki) !== root.keySha256) return false;
  const message = preAuthEncoding(DSSE_PAYLOAD_TYPE, payload);
  return signatures.some((signature) => verifySignature(root.algorithm, signature, message, spki));
}

function takePackage(pile: Pile, file: string, bytes: Uint8Array): void {
  const content = decodePackage(bytes);
  const sha256 = sha256Hex(bytes);
  if (!pile.packages.some((p) => p.sha256 === sha256)) pile.packages.push({ file, bytes, sha256, content });
}

function takePlan(pile: Pile, file: string, bytes: Uint8Array): void {
  const read = readPlanBytes(bytes);
  if (!read.ok) throw new RefusalError('lineage.plan-unread');
  if (!pile.plans.some((p) => p.sha256 === read.fingerprint)) pile.plans.push({ file, sha256: read.fingerprint, plan: read.plan });
}

function isShare(content: Uint8Array): boolean {
  const record = recordOfCode(content);
  wipe(record);
  return record !== null;
}

/** Keeps the frames of packages among the codes of one file. SECURITY: the file of a share is refused before anything of it is kept. */
export function takeCodes(pile: Pile, file: string, codes: readonly Uint8Array[]): void {
  if (codes.some(isShare)) throw new RefusalError('lineage.share-among-files');
  const frames = codes.filter((code) => parseFrame(code) !== null);
  if (frames.length === 0) throw new RefusalError(codes.length === 0 ? 'share.no-code' : 'package.no-code');
  pile.frames.push(...frames.map((content) => ({ file, content: content.slice() })));
}

/** Joins the frames of each package. */
export function finish(pile: Pile): Materials {
  const byPackage = Map.groupBy(pile.frames, ({ content }) => parseFrame(content)?.digest ?? '');
  for (const frames of byPackage.values()) {
    const file = [...new Set(frames.map((f) => f.file))].join(', ');
    try {
      takePackage(pile, file, fromFrames(frames.map((f) => f.content)));
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      pile.problems.push({ file, refusal: error.refusal });
    }
  }
  const { statements, packages, plans, problems } = pile;
  return { statements, packages, plans, problems };
}
