/** For tests: judges events by the published sources of the OCSF schema: required attributes, types, enumerations with their captions, constraints, profiles, and nothing unknown. */
import { readFileSync } from 'node:fs';

interface Attribute {
  readonly caption?: string;
  /** Its number among the types of observables. */
  readonly observable?: number;
  readonly type?: string;
  readonly is_array?: boolean;
  readonly requirement?: string;
  readonly enum?: Readonly<Record<string, { readonly caption: string }>>;
  readonly sibling?: string;
  /** Null takes away a profile that was inherited. */
  readonly profile?: string | null;
  readonly '@deprecated'?: unknown;
}
interface Source {
  readonly name: string;
  readonly uid?: number;
  readonly category?: string;
  readonly extends?: string;
  readonly attributes: Readonly<Record<string, Attribute>> & { readonly $include?: readonly string[] };
  readonly constraints?: { readonly at_least_one?: readonly string[]; readonly just_one?: readonly string[] };
}
interface Resolved {
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly constraints: NonNullable<Source['constraints']>;
  readonly category: string | null;
}

const read = (file: string): unknown => JSON.parse(readFileSync(new URL(`../vectors/ocsf-1.8/${file}`, import.meta.url), 'utf8'));
const dictionary = read('dictionary.json') as { readonly attributes: Readonly<Record<string, Attribute>>; readonly types: { readonly attributes: Readonly<Record<string, { readonly caption: string; readonly observable?: number; readonly type?: string; readonly regex?: string; readonly max_len?: number; readonly range?: readonly [number, number] }>> } };
const categories = (read('categories.json') as { readonly attributes: Readonly<Record<string, { readonly uid: number; readonly caption: string }>> }).attributes;
const { version } = read('version.json') as { readonly version: string };
const events: Readonly<Record<string, string>> = { base_event: 'events/base_event.json', iam: 'events/iam/iam.json', finding: 'events/findings/finding.json', entity_management: 'events/iam/entity_management.json', compliance_finding: 'events/findings/compliance_finding.json' };

/** The attributes of a source over those of what it extends; what comes by a profile is bound to it. */
function resolve(name: string, fileOf: (name: string) => string): Resolved {
  const source = read(fileOf(name)) as Source;
  const base = source.extends === undefined ? null : resolve(source.extends, fileOf);
  const attributes = new Map(base?.attributes ?? []);
  const { $include = [], ...own } = source.attributes;
  for (const file of $include) {
    const profile = read(file) as { readonly name: string; readonly attributes: Readonly<Record<string, Attribute>> };
    for (const [key, attribute] of Object.entries(profile.attributes)) attributes.set(key, { ...attribute, profile: profile.name });
  }
  for (const [key, attribute] of Object.entries(own)) attributes.set(key, { ...attributes.get(key), ...attribute });
  return { attributes, constraints: { ...base?.constraints, ...source.constraints }, category: source.category ?? base?.category ?? null };
}

/** The types of observables are listed nowhere: they are the types and attributes that say `observable`. */
function withObservableTypes(schema: Resolved): Resolved {
  const said = [...Object.values(dictionary.types.attributes), ...Object.values(dictionary.attributes)].flatMap(({ observable, caption = '' }) => (observable === undefined ? [] : [[String(observable), { caption }] as const]));
  const own = schema.attributes.get('type_id')!;
  return { ...schema, attributes: new Map(schema.attributes).set('type_id', { ...own, enum: { ...own.enum, ...Object.fromEntries(said) } }) };
}

const objects = new Map<string, Resolved>();
function objectOf(name: string): Resolved {
  const found = objects.get(name) ?? resolve(name, (n) => `objects/${n}.json`);
  const known = name === 'observable' ? withObservableTypes(found) : found;
  objects.set(name, known);
  return known;
}

function scalarProblem(type: string, value: unknown): string | null {
  const { type: base, regex, max_len, range } = dictionary.types.attributes[type]!;
  switch (base ?? type) {
    case 'json_t': return null;
    case 'boolean_t': return typeof value === 'boolean' ? null : 'not a boolean';
    case 'float_t': return typeof value === 'number' ? null : 'not a number';
    case 'integer_t': case 'long_t': return !Number.isSafeInteger(value) ? 'not a whole number' : range !== undefined && ((value as number) < range[0] || (value as number) > range[1]) ? 'out of range' : null;
    default: return typeof value !== 'string' ? 'not a text' : regex !== undefined && !new RegExp(regex).test(value) ? 'not of its form' : max_len !== undefined && value.length > max_len ? 'too long' : null;
  }
}

/** Every problem of `value` as an object of `schema`, with the path to it. */
function judge(value: unknown, schema: Resolved, path: string, profiles: readonly string[]): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: not an object`];
  const found = value as Readonly<Record<string, unknown>>;
  const problems: string[] = [];
  const allowed = new Map([...schema.attributes].filter(([, a]) => a.profile == null || profiles.includes(a.profile)));
  for (const [key, a] of allowed) if (a.requirement === 'required' && found[key] === undefined) problems.push(`${path}.${key}: required`);
  const { at_least_one, just_one } = schema.constraints;
  if (at_least_one !== undefined && !at_least_one.some((k) => found[k] !== undefined)) problems.push(`${path}: none of ${at_least_one.join(', ')}`);
  if (just_one !== undefined && just_one.filter((k) => found[k] !== undefined).length !== 1) problems.push(`${path}: not one of ${just_one.join(', ')}`);
  for (const [key, part] of Object.entries(found)) {
    const own = allowed.get(key);
    const entry = dictionary.attributes[key];
    const at = `${path}.${key}`;
    if (own === undefined || entry === undefined) problems.push(`${at}: unknown`);
    else {
      if (own['@deprecated'] !== undefined || entry['@deprecated'] !== undefined) problems.push(`${at}: deprecated`);
      problems.push(...judgeAttribute(part, { ...entry, ...own, enum: { ...entry.enum, ...own.enum } }, at, profiles));
      problems.push(...siblingProblem(found, key, { ...entry, ...own, enum: { ...entry.enum, ...own.enum } }, at));
    }
  }
  return problems;
}

function judgeAttribute(value: unknown, attribute: Attribute, at: string, profiles: readonly string[]): readonly string[] {
  if (attribute.is_array === true) return Array.isArray(value) ? value.flatMap((one, i) => judgeOne(one, attribute, `${at}[${String(i)}]`, profiles)) : [`${at}: not a list`];
  return judgeOne(value, attribute, at, profiles);
}

function judgeOne(value: unknown, attribute: Attribute, at: string, profiles: readonly string[]): readonly string[] {
  const type = attribute.type!;
  if (type === 'object') return typeof value === 'object' && value !== null ? [] : [`${at}: not an object`];
  if (dictionary.types.attributes[type] === undefined) return judge(value, objectOf(type), at, profiles);
  const problem = scalarProblem(type, value);
  if (problem !== null) return [`${at}: ${problem}`];
  const listed = Object.keys(attribute.enum ?? {});
  return listed.length > 0 && type === 'integer_t' && !listed.includes(String(value)) ? [`${at}: not one of its list`] : [];
}

/** The text beside a number of a list is its caption, but for "other". */
function siblingProblem(found: Readonly<Record<string, unknown>>, key: string, { sibling, enum: listed }: Attribute, at: string): readonly string[] {
  const name = sibling ?? (key === 'activity_id' ? 'activity_name' : undefined);
  const text = name === undefined ? undefined : found[name];
  const caption = listed?.[String(found[key])]?.caption;
  if (text === undefined || caption === undefined || found[key] === 99) return [];
  return text === caption ? [] : [`${at}: "${JSON.stringify(text)}" beside it is not "${caption}"`];
}

const classes: Readonly<Record<number, string>> = { 3004: 'entity_management', 2003: 'compliance_finding' };

/** Every problem of an event, by the class it says it is of; empty where it is valid. */
export function ocsfProblems(event: unknown): readonly string[] {
  if (typeof event !== 'object' || event === null) return ['no event'];
  const { class_uid, category_uid, category_name, activity_id, type_uid, metadata } = event as Readonly<Record<string, unknown>>;
  const name = classes[class_uid as number];
  if (name === undefined) return [`class_uid: ${String(class_uid)} is not known`];
  const schema = resolve(name, (n) => events[n]!);
  const source = read(events[name]!) as Source;
  const category = categories[schema.category!]!;
  const meta = metadata as { readonly version?: unknown; readonly profiles?: readonly string[] } | undefined;
  const problems = [...judge(event, withClassLists(schema, category.uid, class_uid as number), 'event', meta?.profiles ?? [])];
  if (class_uid !== category.uid * 1000 + source.uid!) problems.push('event.class_uid: not that of the class');
  if (category_uid !== category.uid) problems.push('event.category_uid: not that of the class');
  if (category_name !== undefined && category_name !== category.caption) problems.push('event.category_name: not the caption');
  if (type_uid !== (class_uid as number) * 100 + (activity_id as number)) problems.push('event.type_uid: not class and activity');
  if (meta?.version !== version) problems.push('event.metadata.version: not that of the schema');
  return problems;
}

/** A class has its own number and category in its lists; the sources leave that to their reader. */
function withClassLists(schema: Resolved, category: number, uid: number): Resolved {
  const attributes = new Map(schema.attributes);
  attributes.set('category_uid', { ...attributes.get('category_uid'), enum: { [String(category)]: { caption: '' } }, sibling: 'none' });
  attributes.set('class_uid', { ...attributes.get('class_uid'), enum: { [String(uid)]: { caption: '' } }, sibling: 'none' });
  return { ...schema, attributes };
}
