/** The officer's side of a review: their key for this session, the sign-off that is made, and where it was written. Holds no code and no private key. */
import { basename } from 'node:path';
import type { ReviewState } from '../../contract/review-views.ts';
import type { RequestOf } from '../../contract/table.ts';
import type { OfficerKeyPort } from '../../core/ports/officer-key.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import type { BundleFile } from '../../core/transcript/bundle.ts';
import { fingerprintWords } from '../../core/words/words.ts';
import { equalBytes, fromHex } from '../../core/bytes/bytes.ts';
import { spkiSha256 } from '../../core/transcript/signature.ts';
import type { Chooser } from './chooser.ts';
import type { OpenRecord } from './open-record.ts';
import { signOff, writeBeside, writeElsewhere } from './sign-off.ts';

/** Puts a port before the officer's key that a file holds or names. RefusalError `officer-key.*`, `hsm.*`. */
export type OfficerKeyAt = (path: string) => Promise<OfficerKeyPort>;

/** Makes a key under a code, which it wipes; the file is written only where `save` says. RefusalError `officer-key.*`. */
export type MakeOfficerKey = (code: Uint8Array) => Promise<{ readonly keySha256: string; save(folder: string): Promise<string> }>;

export interface OfficerDesk {
  view(): Pick<ReviewState, 'key' | 'unsaved' | 'saved'>;
  choose(): Promise<void>;
  /** A new key into a folder that the person chooses; from then on it is the chosen one. Where no folder is chosen, no key is kept. */
  make(request: RequestOf<'review:new-key'>): Promise<void>;
  /** Signs, and writes beside the record where that is possible; else the sign-off waits, and `unsaved` says why. */
  sign(record: OpenRecord, request: RequestOf<'review:sign-off'>): Promise<void>;
  saveElsewhere(): Promise<void>;
  /** Another record, or none, is under review: what waited for the one before is gone. */
  forget(): void;
}

export function createOfficerDesk(options: { readonly choose: Chooser; readonly keyAt: OfficerKeyAt; readonly makeKey: MakeOfficerKey; readonly utc: () => string }): OfficerDesk {
  let chosen: { readonly port: OfficerKeyPort; readonly view: NonNullable<ReviewState['key']> } | null = null;
  let waiting: { readonly file: BundleFile; readonly view: NonNullable<ReviewState['unsaved']> } | null = null;
  let saved: string | null = null;

  return {
    view: () => ({ key: chosen?.view ?? null, unsaved: waiting?.view ?? null, saved }),
    async choose() {
      const path = await options.choose.file('Choose your key file', { name: 'Key files', extensions: ['json'] });
      if (path === null) return;
      // Reads the public key now, so that a file that is none, or a token that is not there, is said before anybody decides.
      const port = await options.keyAt(path);
      chosen = { port, view: { name: basename(path), keySha256: spkiSha256(await port.publicKey()), made: null } };
    },
    async make({ code, again }) {
      if (!equalBytes(code, again)) throw new RefusalError('officer-key.codes-differ');
      const made = await options.makeKey(code);
      const folder = await options.choose.folder('Choose the folder for your key file');
      if (folder === null) return;
      const path = await made.save(folder);
      // Read back from its file: what is shown is the key that will sign.
      const port = await options.keyAt(path);
      const keySha256 = spkiSha256(await port.publicKey());
      if (keySha256 !== made.keySha256) throw new RefusalError('officer-key.other-key');
      chosen = { port, view: { name: basename(path), keySha256, made: { path, words: fingerprintWords(fromHex(keySha256)) } } };
    },
    async sign(record, { code, ...request }) {
      if (chosen === null) throw new RefusalError('review.no-key');
      const file = await signOff(record, { request, key: chosen.port, code, utc: options.utc() });
      waiting = null;
      saved = null;
      try {
        saved = await writeBeside(record, file);
      } catch (error) {
        if (!(error instanceof RefusalError)) throw error;
        waiting = { file, view: { file: basename(file.name), decision: request.decision, why: error.message } };
      }
    },
    async saveElsewhere() {
      if (waiting === null) throw new RefusalError('review.nothing-to-save');
      const folder = await options.choose.folder('Choose the folder for your sign-off');
      if (folder === null) return;
      saved = await writeElsewhere(folder, waiting.file);
      waiting = null;
    },
    forget() {
      waiting = null;
      saved = null;
    },
  };
}
