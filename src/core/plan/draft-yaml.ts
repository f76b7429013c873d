/** Writes a drafted plan as YAML that people can read and finish. It writes only what the plan reader takes: no anchors, tags or multi-line texts. */

export type Scalar = string | number | boolean | null;
/** A value with a remark behind it. */
export interface Remarked {
  readonly remarked: Scalar | readonly DraftValue[];
  readonly remark: string;
}
export type DraftValue = Scalar | Remarked | readonly DraftValue[] | DraftMap;
/** Fields in the order in which they are written; undefined ones are left out. */
export interface DraftMap {
  readonly [field: string]: DraftValue | undefined;
}

/** A place to complete: its value is one that no plan may have, so that a plan in which it is left is refused. `what` says what belongs there. */
export function blank(what: string, value: '' | 0 = ''): Remarked {
  return { remarked: value, remark: `COMPLETE: ${what}` };
}

export function remarked(value: Remarked['remarked'], remark: string): Remarked {
  return { remarked: value, remark };
}

/** Characters of a line that is still written as one. */
const WIDTH = 150;

/** The lines of `map`, `depth` levels in. */
export function yamlLines(map: DraftMap, depth = 0): readonly string[] {
  const pad = '  '.repeat(depth);
  return Object.entries(map).flatMap(([field, value]) => (value === undefined ? [] : fieldLines(pad, field, value, depth)));
}

function fieldLines(pad: string, field: string, value: DraftValue, depth: number): readonly string[] {
  if (isMap(value) && (depth === 0 || flow(value) === null)) return [`${pad}${field}:`, ...yamlLines(value, depth + 1)];
  const remark = isRemarked(value) ? ` # ${value.remark}` : '';
  const items = listOf(value);
  if (items === null || items.length === 0 || items.every(isScalar)) return [`${pad}${field}: ${line(value)}`];
  return [`${pad}${field}:${remark}`, ...items.flatMap((item) => itemLines(pad, item, depth))];
}

function itemLines(pad: string, item: DraftValue, depth: number): readonly string[] {
  const whole = flow(item);
  if (!isMap(item) || (whole !== null && pad.length + whole.length <= WIDTH)) return [`${pad}  - ${line(item)}`];
  const [first = '', ...rest] = yamlLines(item, depth + 2);
  return [`${pad}  - ${first.trimStart()}`, ...rest];
}

/** The value on one line, its remarks behind it. */
function line(value: DraftValue): string {
  const remarks = remarksOf(value);
  return `${flow(value) ?? ''}${remarks.length === 0 ? '' : ` # ${remarks.join('; ')}`}`;
}

function remarksOf(value: DraftValue): readonly string[] {
  if (isRemarked(value)) return [value.remark, ...remarksOf(value.remarked)];
  if (isScalar(value)) return [];
  return (isList(value) ? value : Object.values(value)).flatMap((inner) => (inner === undefined ? [] : remarksOf(inner)));
}

/** In flow style, without remarks; null where a list of maps stands in it. */
function flow(value: DraftValue): string | null {
  if (isRemarked(value)) return flow(value.remarked);
  if (isScalar(value)) return scalarText(value);
  if (isList(value)) return value.every((v) => isScalar(v) || isRemarked(v)) ? `[${value.map(flow).join(', ')}]` : null;
  const inner = Object.entries(value).flatMap(([field, v]) => (v === undefined ? [] : [[field, flow(v)] as const]));
  return inner.some(([, text]) => text === null) ? null : `{ ${inner.map(([field, text]) => `${field}: ${text!}`).join(', ')} }`;
}

/** Texts that YAML's core schema reads as something else (YAML 1.2.2 section 10.3.2), among those of letters only. */
const otherwise = /^(null|true|false)$/i;

function scalarText(value: Scalar): string {
  if (typeof value !== 'string') return String(value);
  // A text that begins with a letter or a slash and has none of YAML's marks is plain; every other is quoted as in JSON, which YAML takes.
  return /^[A-Za-z/][A-Za-z0-9 ./_-]*$/.test(value) && !value.endsWith(' ') && !otherwise.test(value) ? value : value === '' ? "''" : visible(JSON.stringify(value));
}

/** A JSON text in which what cannot be seen is written as an escape (YAML 1.2.2 section 5.7), so that a draft hides nothing and moves no cursor. */
function visible(json: string): string {
  return json.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0)!;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

function isScalar(value: DraftValue | undefined): value is Scalar {
  return value === null || typeof value !== 'object';
}

function isList(value: DraftValue): value is readonly DraftValue[] {
  return Array.isArray(value);
}

function isRemarked(value: DraftValue): value is Remarked {
  return value !== null && typeof value === 'object' && 'remarked' in value;
}

function isMap(value: DraftValue): value is DraftMap {
  return !isScalar(value) && !isList(value) && !isRemarked(value);
}

function listOf(value: DraftValue): readonly DraftValue[] | null {
  if (isRemarked(value)) return listOf(value.remarked);
  return isList(value) ? value : null;
}
