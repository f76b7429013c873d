/** docs/recovery-by-hand.md, followed word by word on the practice sheets, without any of Keyrite's code: zbarimg, python3, openssl, pkcs11-tool. */
import { spawnSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodePackage } from '../../src/core/shares/package-file.ts';
import { blocksOf, follow, promised } from './by-hand.ts';
import type { Followed } from './by-hand.ts';
import { run } from './programs.ts';

const sheets = fileURLToPath(new URL('../vectors/recovery-by-hand-1', import.meta.url));
const softhsm = '/usr/lib/softhsm/libsofthsm2.so';
const cardPin = '24681357';
const folder = mkdtempSync(join(tmpdir(), 'keyrite-by-hand-'));
const empty = join(folder, 'empty');
mkdirSync(empty);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const blocks = blocksOf('recovery-by-hand.md');
const program = join(folder, 'recover.py');
writeFileSync(program, blocks.find((b) => b.language === 'python')!.text);

/** A token folder of its own, with the practice share on a "card" as Keyrite writes it. */
function card(): Readonly<Record<string, string>> {
  const tokens = join(folder, 'tokens');
  const conf = join(folder, 'softhsm2.conf');
  mkdirSync(tokens);
  writeFileSync(conf, `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  process.env['SOFTHSM2_CONF'] = conf;
  run('softhsm2-util', ['--init-token', '--free', '--label', 'card-haddad', '--so-pin', cardPin, '--pin', cardPin]);
  run('pkcs11-tool', ['--module', softhsm, '--login', '--pin', cardPin, '--write-object', join(sheets, 'card-3.share'), '--type', 'data', '--private', '--label', 'keyrite-share-CKXJAY31-3']);
  return { SOFTHSM2_CONF: conf, CARD_MODULE: softhsm, CARD_PIN: cardPin };
}

describe('the page, block by block, in an empty folder', () => {
  let followed: Followed = { seen: [], after: '' };
  beforeAll(() => {
    followed = follow(blocks, { cwd: empty, env: { ...card(), SHEETS: sheets }, program: 'recover.py', cleanUp: 'case $PWD in /dev/shm/*) ls -A; rm -rf "$PWD";; esac' });
  });

  it('shows after each block what it says one sees', () => {
    const pairs = promised(blocks, followed.seen);
    expect(pairs.length).toBeGreaterThanOrEqual(6);
    for (const { said, out } of pairs) expect(out).toContain(said);
  });

  it('puts the keys into an HSM under their old ids', () => {
    const listed = run('pkcs11-tool', ['--module', softhsm, '--token-label', 'restored', '--login', '--pin', '87654321', '--list-objects']).toString();
    for (const key of decodePackage(Uint8Array.from(readFileSync(join(sheets, 'package.keyrite.json')))).keys) expect(listed).toContain(key.id);
  });

  it('writes an RSA key as it writes the root key, as the page says', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 3072, privateKeyEncoding: { type: 'pkcs8', format: 'der' }, publicKeyEncoding: { type: 'spki', format: 'der' } });
    const line = blocks.flatMap((b) => b.text.split('\n')).find((l) => l.startsWith('$HSM --write-object root.key'))!;
    const file = join(folder, 'rsa.key');
    writeFileSync(file, rsa.privateKey);
    run('bash', ['--norc', '-euc', line.replace('$HSM', `pkcs11-tool --module ${softhsm} --token-label restored --login --pin 87654321`).replace('root.key', file).replace(/--id \S+/, '--id aa01')]);
    writeFileSync(join(folder, 'note'), 'recovered by hand');
    run('pkcs11-tool', ['--module', softhsm, '--token-label', 'restored', '--login', '--pin', '87654321', '--sign', '--mechanism', 'SHA256-RSA-PKCS', '--id', 'aa01', '--input-file', join(folder, 'note'), '--output-file', join(folder, 'note.sig')]);
    expect(verify('sha256', Buffer.from('recovered by hand'), createPublicKey({ key: rsa.publicKey, format: 'der', type: 'spki' }), readFileSync(join(folder, 'note.sig')))).toBe(true);
  });

  it('leaves no key, share or backup key behind, and nothing outside its folder', () => {
    expect(followed.after.trim().split('\n').sort()).toEqual(['package.json', 'recover.py', 'root.public']);
    expect(readdirSync(empty)).toEqual([]);
  });
});

describe('the program of the page', () => {
  const rows = ['KEYR 1TE1 CKXJ AY31 E6', '081G 8FWW VD9J P34E 1F', 'SXN8 9427 9GTW KT3G SE', 'RJ6S XBK6 X226 WZKJ NY', 'J3PD N68G TJNK H2XH G5'];
  const code = (n: number): string => run('zbarimg', ['--quiet', '--raw', join(sheets, `share-${String(n)}.png`)]).toString();
  const packageFile = join(sheets, 'package.keyrite.json');
  let made = 0;
  function file(text: string | Uint8Array): string {
    const path = join(folder, `share-file-${String(++made)}`);
    writeFileSync(path, text);
    return path;
  }
  function combine(files: readonly string[], pack = packageFile): { readonly status: number | null; readonly key: string; readonly said: string } {
    rmSync(join(folder, 'backup-key.hex'), { force: true });
    const result = spawnSync('python3', [program, 'combine', pack, ...files], { cwd: folder, encoding: 'utf8' });
    const key = result.status === 0 ? readFileSync(join(folder, 'backup-key.hex'), 'utf8') : '';
    return { status: result.status, key, said: result.stderr };
  }
  const scanned = file(code(1));
  const typed = file(rows.join('\n'));
  const card3 = join(sheets, 'card-3.share');
  const scanned4 = file(code(4));

  it('gives the same backup key from every quorum, and from all four', () => {
    const keys = [[scanned, typed, card3], [card3, scanned4, scanned], [scanned4, typed, card3], [scanned, typed, scanned4], [scanned, typed, card3, scanned4]].map((files) => combine(files).key);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('takes rows in small letters, without spaces, with the letters that look like digits', () => {
    const other = file(rows.map((row) => row.toLowerCase().replaceAll(' ', '').replaceAll('1', 'l').replaceAll('0', 'o')).join('\r\n'));
    expect(combine([other, scanned, card3]).key).toBe(combine([typed, scanned, card3]).key);
  });

  it('stops, each time with the words of the table', () => {
    const stops = (files: readonly string[], words: string, pack?: string): void => {
      const { status, said } = combine(files, pack);
      expect(status).toBe(1);
      expect(said).toContain(words);
      expect(readFileSync(new URL('../../docs/recovery-by-hand.md', import.meta.url), 'utf8')).toContain(`| \`${words.replace(/set .*/, 'set ..., but the package is of set ...')}\` |`);
    };
    stops([file(rows.with(2, 'SXN8 9427 9GTW KT3H SE').join('\n')), scanned, card3], 'row 3 is not as on the sheet');
    stops([file(rows.with(3, rows[2]!).with(2, rows[3]!).join('\n')), scanned, card3], 'row 3 is not as on the sheet');
    stops([file(rows.with(0, 'KEYR 1TE1 CKXJ AU31 E6').join('\n')), scanned, card3], 'no share has the character U');
    stops([file(code(1).replace('9SYM', '9SYN')), typed, card3], 'not a share, or misread');
    stops([scanned, scanned, typed], '3 different shares are needed');
    const known = decodePackage(Uint8Array.from(readFileSync(packageFile)));
    stops([scanned, typed, card3], 'a share of set CKXJAY31', file(JSON.stringify({ ...known, set: 'QX7R04M2' })));
    const salted = known.commitments.map((c) => ({ ...c, salt: '00'.repeat(16) }));
    stops([scanned, typed, card3], 'is not the share that was made', file(JSON.stringify({ ...known, commitments: salted })));
  });

  it('joins no package with a part missing or changed', () => {
    const codes = run('zbarimg', ['--quiet', '--raw', join(sheets, 'package-1.png'), join(sheets, 'package-2.png')]).toString();
    const joinCodes = (text: string): string => spawnSync('python3', [program, 'join', file(text)], { cwd: folder, encoding: 'utf8' }).stderr;
    expect(joinCodes(codes)).toBe('');
    expect(readFileSync(join(folder, 'package.json')).equals(readFileSync(packageFile))).toBe(true);
    expect(joinCodes(codes.split('\n').slice(2).join('\n'))).toMatch(/parts \[\d\] of 3 are missing/);
    expect(joinCodes(codes.replace('902B534B5B', '902B534B5C'))).toContain('do not fit together');
    expect(joinCodes('nothing')).toContain('no code of a package');
  });
});
