/** The officer's side of a review: their key for this session, the sign-off that is made, and where it was written. Holds no code and no private key. */
import { basename } from 'node:path';
import type { ReviewState } from '../../contract/review-views.ts';
import type { RequestOf } from '../../contract/table.ts';
import type { OfficerKeyPort } from '../../core/ports/officer-key.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import type { BundleFile } from '../../core/transcript/bundle.ts';
import { spkiSha256 } from '../../core/transcript/signature.ts';
import type { Chooser } from './chooser.ts';
import type { OpenRecord } from './open-record.ts';
import { signOff, writeBeside, writeElsewhere } from './sign-off.ts';

/** Puts a port before the officer's key that a file holds or names. RefusalError `officer-key.*`, `hsm.*`. */
export type OfficerKeyAt = (path: string) => Promise<OfficerKeyPort>;

export interface OfficerDesk {
  view(): Pick<ReviewState, 'key' | 'unsaved' | 'saved'>;
  choose(): Promise<void>;
  /** Signs, and writes beside the record where that is possible; else the sign-off waits, and `unsaved` says why. */
  sign(record: OpenRecord, request: RequestOf<'review:sign-off'>): Promise<void>;
  saveElsewhere(): Promise<void>;
  /** Another record, or none, is under review: what waited for the one before is gone. */
  forget(): void;
}

export function createOfficerDesk(options: { readonly choose: Chooser; readonly keyAt: OfficerKeyAt; readonly utc: () => string }): OfficerDesk {
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
      chosen = { port, view: { name: basename(path), keySha256: spkiSha256(await port.publicKey()) } };
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
