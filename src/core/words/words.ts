/** Bytes as words to read aloud. Never for secrets: strings cannot be wiped, and what is read aloud is public. */
import { evenWords, oddWords } from './pgp-word-list.ts';

/** How many bytes of a fingerprint are read aloud. See {@link fingerprintWords}. */
export const SPOKEN_BYTES = 16;

/**
 * One word a byte by the PGP word list (Juola and Zimmermann, 1995): even offsets from the two-syllable list, odd ones from the
 * three-syllable list, so that a word left out, doubled or swapped with its neighbour is heard.
 */
export function toWords(bytes: Uint8Array): string[] {
  return Array.from(bytes, (byte, at) => (at % 2 === 0 ? evenWords : oddWords)[byte]!);
}

/**
 * The sixteen words read aloud for a SHA-256 digest: those of its first 16 bytes (128 bits).
 *
 * Why half is enough: the people in the room hold a printed plan that was reviewed before, and compare the file with it. To deceive them
 * somebody must make a second file with the same first 128 bits as that given digest: a second-preimage attack on a truncated SHA-256,
 * about 2^128 work (NIST SP 800-107 rev 1, section 5.1: truncation keeps the leftmost bits, second-preimage strength is the length kept).
 * A collision (2^64) would help only somebody who wrote both files before the review; the full digest stands in hex beside the words,
 * and the transcript holds all 256 bits. Thirty-two words would take twice as long and tire the listeners who must catch one wrong word.
 *
 * @param sha256 exactly 32 bytes, else RangeError.
 */
export function fingerprintWords(sha256: Uint8Array): string[] {
  if (sha256.length !== 32) throw new RangeError('a SHA-256 digest has 32 bytes');
  return toWords(sha256.subarray(0, SPOKEN_BYTES));
}
