/** For tests: validators of the published JSON schemas, offline. */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

const require = createRequire(import.meta.url);
const read = (file: string): Record<string, unknown> => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;

/** Formats that ajv-formats lacks: JSON schema draft 2019-09 section 7.3. */
function newAjv(): Ajv {
  // The published schemas use words of their own, and say the type beside a reference.
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
  (addFormats as unknown as (a: Ajv) => void)(ajv);
  ajv.addFormat('iri-reference', (text: string) => !/[\s<>"{}|\\^`\u0000-\u001f]/.test(text));
  ajv.addFormat('idn-email', /^[^@\s]+@[^@\s]+$/);
  return ajv;
}

/** The schema of CycloneDX in @cyclonedx/cyclonedx-library. */
export function cyclonedxValidator(version: '1.6' | '1.7'): ValidateFunction {
  const folder = `${require.resolve('@cyclonedx/cyclonedx-library/package.json').replace(/package\.json$/, '')}res/schema`;
  const ajv = newAjv();
  for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs']) ajv.addSchema(read(`${folder}/${name}.SNAPSHOT.schema.json`), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  return ajv.compile(read(`${folder}/bom-${version}.SNAPSHOT.schema.json`));
}

export function schemaValidator(file: URL): ValidateFunction {
  return newAjv().compile(read(file.pathname));
}

/** Every complaint, one a line; empty where there is none. */
export function complaints(validate: ValidateFunction, value: unknown): string {
  return validate(value) ? '' : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message ?? ''} ${JSON.stringify(e.params)}`).join('\n');
}
