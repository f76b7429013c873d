/** What a refusal is: a stable code, a sentence for the person, and nothing changed. */
import type { RefusalCode } from './codes.ts';
import { sentences } from './codes.ts';

export interface Refusal {
  readonly code: RefusalCode;
  /** One or two sentences in plain words: what happened, what is still safe, what to do. */
  readonly sentence: string;
  /** Public facts for the record (a path, a line number, a CKR name). Never a secret. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** Builds the refusal of `code`; `detail` values fill `{name}` places of its sentence. */
export function refusal(code: RefusalCode, detail?: Refusal['detail']): Refusal {
  const sentence = sentences[code].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = detail?.[name];
    return value === undefined ? whole : String(value);
  });
  return detail === undefined ? { code, sentence } : { code, sentence, detail };
}

/** The refusal as an exception, for code below the ceremony machine. `message` is the sentence. */
export class RefusalError extends Error {
  readonly refusal: Refusal;
  constructor(code: RefusalCode, detail?: Refusal['detail'], options?: { cause?: unknown }) {
    const r = refusal(code, detail);
    super(r.sentence, options);
    this.name = 'RefusalError';
    this.refusal = r;
  }
  get code(): RefusalCode {
    return this.refusal.code;
  }
}
