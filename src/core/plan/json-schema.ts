/** The JSON Schema of a plan, for editors. It knows less than the check: rules across fields are in rules/. */
import { z } from 'zod';
import { planSchema } from './schema.ts';

/** JSON Schema (draft 2020-12) of the plan file as it is written, as text that ends in a line feed. */
export function planJsonSchema(): string {
  const schema = z.toJSONSchema(planSchema, { target: 'draft-2020-12', io: 'input' });
  return `${JSON.stringify({ title: 'Keyrite plan', description: 'One key ceremony. Explained in docs/plan.md; "keyrite plan check FILE" also judges what a schema cannot.', ...schema }, null, 2)}\n`;
}
