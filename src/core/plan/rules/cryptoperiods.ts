/** The rule of cryptoperiods: each key within the bounds of its purpose (tables/cryptoperiods.ts). */
import type { PlanKey } from '../schema.ts';
import type { CryptoperiodRow } from '../tables/cryptoperiods.ts';
import { cryptoperiods } from '../tables/cryptoperiods.ts';
import type { RuleFinding } from './rule.ts';
import { found, rule } from './rule.ts';

export const cryptoperiodRule = rule(['keys'], ({ keys }) =>
  keys.flatMap((key, at) => cryptoperiods.filter((row) => row.purposes.includes(key.purpose)).flatMap((row) => judge(key, at, row))),
);

function judge(key: PlanKey, at: number, row: CryptoperiodRow): readonly RuleFinding[] {
  const path = ['keys', at, 'cryptoperiodDays'];
  const weight = row.force === 'advice' ? 'advice' : 'warning';
  const detail = { name: key.name, days: key.cryptoperiodDays, source: row.source };
  if (row.most !== null && key.cryptoperiodDays > row.most) return [found(weight, 'plan.cryptoperiod-too-long', path, { ...detail, most: row.most })];
  if (row.least !== null && key.cryptoperiodDays < row.least) return [found(weight, 'plan.cryptoperiod-too-short', path, { ...detail, least: row.least })];
  return [];
}
