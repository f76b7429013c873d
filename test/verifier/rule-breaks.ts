/** For tests: for each rule, bundles that break it. Gathered from one file a group. */
import type { RuleId } from '../../src/verifier/rules.ts';
import { completenessBreaks } from './breaks/completeness.ts';
import { fileBreaks } from './breaks/files.ts';
import { inheritedBreaks } from './breaks/inherited.ts';
import { keyBreaks } from './breaks/keys.ts';
import { laterBreaks } from './breaks/later.ts';
import { peopleBreaks } from './breaks/people.ts';
import { postQuantumBreaks } from './breaks/post-quantum.ts';
import { proofBreaks } from './breaks/proof.ts';
import { recordBreaks } from './breaks/record.ts';
import { setBreaks } from './breaks/sets.ts';
import { sidecarBreaks } from './sidecars/sidecar-breaks.ts';
import { statementBreaks } from './breaks/statement.ts';

export interface Break {
  readonly rule: RuleId;
  readonly what: string;
  /** Event number or file that the finding must name. */
  readonly at?: number | string;
  readonly files: () => Map<string, Uint8Array>;
}

export const breaks: readonly Break[] = [...inheritedBreaks, ...laterBreaks, ...fileBreaks, ...statementBreaks, ...recordBreaks, ...peopleBreaks, ...keyBreaks, ...setBreaks, ...proofBreaks, ...completenessBreaks, ...postQuantumBreaks, ...sidecarBreaks];
