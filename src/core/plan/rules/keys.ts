/** Rules of the keys: names, one root, types that fit, backup. */
import { purposes } from '../tables/key-types.ts';
import { found, repeated, rule } from './rule.ts';

const nameTwice = rule(['keys'], ({ keys }) => repeated(keys, (key) => key.name).map((at) => found('error', 'plan.key-name-twice', ['keys', at, 'name'], { name: keys[at]!.name })));

const typeFits = rule(['keys'], ({ keys }) =>
  keys.flatMap(({ type, purpose }, at) => {
    const row = purposes[purpose];
    return row.types.includes(type) ? [] : [found('error', 'plan.key-type-unfit', ['keys', at, 'type'], { type, purpose, allowed: row.types.join(', '), why: row.why })];
  }),
);

const oneRoot = rule(['keys', 'ceremony'], ({ keys, ceremony }) => {
  const roots = keys.flatMap((key, at) => (key.purpose === 'root-signing' ? [at] : []));
  if (roots.length === 0 && ceremony !== 'rotate') return [found('error', 'plan.no-root-key', ['keys'])];
  return roots.slice(1).map((at) => found('error', 'plan.second-root-key', ['keys', at, 'purpose'], { name: keys[at]!.name }));
});

const backedUp = rule(['keys'], ({ keys }) => {
  if (!keys.some((key) => key.backup)) return [found('error', 'plan.nothing-backed-up', ['keys'])];
  return keys.flatMap((key, at) => (key.backup ? [] : [found('warning', 'plan.key-without-backup', ['keys', at, 'backup'], { name: key.name })]));
});

const newName = rule(['keys', 'ceremony'], ({ keys, ceremony }) => (ceremony === 'rotate' ? keys.flatMap((key, at) => (key.name === key.replaces ? [found('error', 'plan.same-version', ['keys', at, 'name'], { name: key.name })] : [])) : []));

export const keyRules = [nameTwice, typeFits, oneRoot, backedUp, newName];
