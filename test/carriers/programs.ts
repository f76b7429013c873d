/** The programs that check ours from outside: poppler (pdftoppm, pdftotext, pdfinfo, pdffonts), zbarimg, ImageMagick. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Standard output of a program; throws where it fails, with what it said. */
export function run(command: string, args: readonly string[], input?: Uint8Array): Buffer {
  const result = spawnSync(command, args, { input, maxBuffer: 256 * 1024 * 1024 });
  if (result.error !== undefined) throw result.error;
  if (result.status !== 0) throw new Error(`${command} ended with ${String(result.status)}: ${result.stderr.toString()}`);
  return result.stdout;
}

let made = 0;

/** PNG files of all pages by pdftoppm, a rasteriser other than the one that Keyrite reads with. */
export function rasterise(folder: string, pdf: Uint8Array, dpi: number): string[] {
  const name = `page-${String(dpi)}-${String(++made)}x`;
  const file = join(folder, `${name}.pdf`);
  writeFileSync(file, pdf);
  run('pdftoppm', ['-r', String(dpi), '-png', file, join(folder, name)]);
  return readdirSync(folder).filter((one) => one.startsWith(`${name}-`) && one.endsWith('.png')).sort().map((one) => join(folder, one));
}

/** Contents of the QR codes in a picture by zbarimg, a reader other than Keyrite's. */
export function zbar(file: string): string[] {
  const out = spawnSync('zbarimg', ['--quiet', '--xml', '-Sdisable', '-Sqrcode.enable', file], { maxBuffer: 64 * 1024 * 1024 }).stdout.toString();
  return [...out.matchAll(/<data[^>]*><!\[CDATA\[([^]*?)\]\]><\/data>/g)].map((match) => match[1]!);
}

/** The picture changed by ImageMagick's convert, as bytes. */
export function convert(file: string, args: readonly string[], format: 'png' | 'jpg' = 'png'): Uint8Array {
  return new Uint8Array(run('convert', [file, ...args, `${format}:-`]));
}

export const bytesOf = (file: string): Uint8Array => new Uint8Array(readFileSync(file));
