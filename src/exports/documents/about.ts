/** What documents share: their digests, and how a time, a person, a device and a share set are named in them. */
import { fromHex } from '../../core/bytes/bytes.ts';
import type { Plan, PlanToken } from '../../core/plan/schema.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { fingerprintWords } from '../../core/words/words.ts';
import type { PageDigest, PrintedDocument } from './blocks.ts';

/** A plan file that was read, with its SHA-256. */
export interface ReadPlanFile {
  readonly plan: Plan;
  /** Of the file's bytes, hex. */
  readonly sha256: string;
}

/** What the code of a page holds: "KEYRITE:PLAN:KC-2026-1:" and the digest in capitals; all of it in the alphanumeric set of ISO/IEC 18004, section 7.4.4. */
function pageDigest(of: PageDigest['of'], ceremony: string, sha256: string): PageDigest {
  return { of, sha256, words: fingerprintWords(fromHex(sha256)), code: `KEYRITE:${of.toUpperCase()}:${ceremony}:${sha256.toUpperCase()}` };
}

export function planDigest({ plan, sha256 }: ReadPlanFile): PageDigest {
  return pageDigest('Plan', plan.id, sha256);
}

/** The frame of a document about a closed ceremony: all but its title and what it says. */
export function ofCeremony(verified: VerifiedTranscript): Pick<PrintedDocument, 'lines' | 'ceremony' | 'rehearsal' | 'madeAt' | 'digest' | 'markedAcross' | 'shorter'> {
  const { predicate } = verified.statement;
  return {
    lines: [predicate.title, predicate.organisation],
    ceremony: predicate.ceremony,
    rehearsal: verified.rehearsal,
    madeAt: predicate.ended,
    digest: pageDigest('Statement', predicate.ceremony, verified.statementSha256),
    markedAcross: false,
    shorter: [],
  };
}

/** "2026-11-24 14:51 UTC" of an ISO 8601 time; "not known" of none. */
export function showTime(iso: string | null): string {
  return iso === null ? 'not known' : `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** "14:51:07" of an ISO 8601 time. */
export function showClock(iso: string): string {
  return iso.slice(11, 19);
}

export function showDay(iso: string | null): string {
  return iso === null ? 'not known' : iso.slice(0, 10);
}

/** Eight digits to a group of hexadecimal text, so that an eye can follow. */
export function grouped(hex: string, size = 8): string {
  return hex.replace(new RegExp(`(.{${String(size)}})(?=.)`, 'g'), '$1 ');
}

/** "FIPS 140-3 number 4703, level 3", or "none". */
export function certificateInWords({ standard, number, level }: PlanToken['certificate']): string {
  return standard === 'none' ? 'none' : `${standard}${number === undefined ? '' : ` number ${number}`}${level === undefined ? '' : `, level ${String(level)}`}`;
}

/** "1 share", "3 shares". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${String(n)} ${n === 1 ? one : many}`;
}

export const kindTitles: Readonly<Record<Plan['ceremony'], string>> = {
  generate: 'generation of keys',
  restore: 'recovery of keys',
  check: 'check of a share set',
  reshare: 'making of a new share set',
  rotate: 'rotation of keys',
  destroy: 'destruction of keys',
  revoke: 'emergency revocation of keys',
  transfer: 'delivery of a key',
};
