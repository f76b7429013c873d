/** The application's version, from package.json: two folders up from the build, three from the source. */
import { readFileSync } from 'node:fs';

const manifest = new URL(import.meta.url.endsWith('.ts') ? '../../../package.json' : '../../package.json', import.meta.url);

export const applicationVersion: string = (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version;
