/** Which kind's schema a file is to be read by: the one it names, else that of the first ceremony, so that its other mistakes are found as well. */
import { planSchemas } from './schema.ts';

export function variantOf(value: unknown): (typeof planSchemas)[keyof typeof planSchemas] {
  const kind = value !== null && typeof value === 'object' && 'ceremony' in value ? value.ceremony : undefined;
  return typeof kind === 'string' && Object.hasOwn(planSchemas, kind) ? planSchemas[kind as keyof typeof planSchemas] : planSchemas.generate;
}
