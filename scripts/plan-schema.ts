/** Writes docs/plan.schema.json from the schema in src/core/plan/schema.ts: `node scripts/plan-schema.ts`. A test fails while the file is not current. */
import { writeFileSync } from 'node:fs';
import { planJsonSchema } from '../src/core/plan/json-schema.ts';

writeFileSync(new URL('../docs/plan.schema.json', import.meta.url), planJsonSchema());
