/** For tests: an authority made by OpenSSL, tokens by `openssl ts`, and tokens written byte by byte here, so that one can be wrong where OpenSSL refuses to be. */
import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const leafExtensions = ['[stamp]', 'basicConstraints=critical,CA:false', 'keyUsage=critical,digitalSignature', 'extendedKeyUsage=critical,timeStamping'];
const config = [
  ...leafExtensions,
  '[loose]', 'basicConstraints=critical,CA:false', 'keyUsage=critical,digitalSignature', 'extendedKeyUsage=timeStamping',
  '[more]', 'basicConstraints=critical,CA:false', 'keyUsage=critical,digitalSignature', 'extendedKeyUsage=critical,timeStamping,codeSigning',
  '[none]', 'basicConstraints=critical,CA:false', 'keyUsage=critical,digitalSignature',
  '[strange]', 'basicConstraints=critical,CA:false', 'extendedKeyUsage=critical,timeStamping', '1.2.3.4=critical,ASN1:NULL',
  '[authority]', 'basicConstraints=critical,CA:true', 'keyUsage=critical,keyCertSign',
  '[plain]', 'basicConstraints=critical,CA:false', 'keyUsage=critical,digitalSignature',
  '[tsa]', 'default_tsa=tsa1', '[tsa1]', 'serial=serial', 'signer_digest=sha256', 'default_policy=1.2.3.4.1', 'digests=sha256,sha384,sha512', 'ess_cert_id_alg=sha256', 'ess_cert_id_chain=no',
  '[req]', 'distinguished_name=dn', '[dn]', '',
].join('\n');

export interface Holder {
  readonly der: Buffer;
  readonly keyFile: string;
  readonly certFile: string;
}

interface Authority {
  readonly root: Holder;
  readonly stranger: Holder;
  readonly leaf: Holder;
  readonly rsaLeaf: Holder;
  readonly expired: Holder;
  readonly byPlain: Holder;
  issue(name: string, extensions: string): Holder;
  /** A TimeStampResp by `openssl ts`. */
  stamp(data: Uint8Array, options?: { readonly by?: Holder; readonly hash?: string; readonly certificate?: boolean }): Buffer;
}

let made: Authority | null = null;

/** Made at the first call, in a folder that goes with the process. */
export function authority(): Authority {
  if (made !== null) return made;
  const folder = mkdtempSync(join(tmpdir(), 'keyrite-tsa-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const openssl = (...args: readonly string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  writeFileSync(join(folder, 'config'), config);
  writeFileSync(join(folder, 'serial'), '01');
  const holder = (name: string): Holder => {
    openssl('x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`);
    return { der: readFileSync(join(folder, `${name}.der`)), keyFile: join(folder, `${name}.key`), certFile: join(folder, `${name}.pem`) };
  };
  const ec = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'];
  const self = (name: string): Holder => {
    openssl('genpkey', ...ec, '-out', `${name}.key`);
    openssl('req', '-x509', '-new', '-key', `${name}.key`, '-config', 'config', '-extensions', 'authority', '-subj', `/O=Test/CN=${name}`, '-days', '3650', '-out', `${name}.pem`);
    return holder(name);
  };
  const issue = (name: string, extensions: string, { key = ec, by = 'root', days = '365' }: { readonly key?: readonly string[]; readonly by?: string; readonly days?: string } = {}): Holder => {
    openssl('genpkey', ...key, '-out', `${name}.key`);
    openssl('req', '-new', '-key', `${name}.key`, '-config', 'config', '-subj', `/O=Test/CN=${name}`, '-out', `${name}.csr`);
    openssl('x509', '-req', '-in', `${name}.csr`, '-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-CAcreateserial', '-days', days, '-extfile', 'config', '-extensions', extensions, '-out', `${name}.pem`);
    return holder(name);
  };
  const root = self('root');
  const stranger = self('stranger');
  const leaf = issue('leaf', 'stamp');
  issue('plain', 'plain');
  let number = 0;
  made = {
    root, stranger, leaf,
    rsaLeaf: issue('rsa-leaf', 'stamp', { key: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'] }),
    expired: issue('expired', 'stamp', { days: '-1' }),
    byPlain: issue('by-plain', 'stamp', { by: 'plain' }),
    issue: (name, extensions) => issue(name, extensions),
    stamp(data, { by = leaf, hash = 'sha256', certificate = true } = {}) {
      const name = `stamp-${++number}`;
      writeFileSync(join(folder, name), data);
      openssl('ts', '-query', '-data', name, `-${hash}`, ...(certificate ? ['-cert'] : []), '-out', `${name}.tsq`);
      openssl('ts', '-reply', '-config', 'config', '-queryfile', `${name}.tsq`, '-signer', by.certFile, '-inkey', by.keyFile, '-out', `${name}.tsr`);
      return readFileSync(join(folder, `${name}.tsr`));
    },
  };
  return made;
}

/** As many certificates of one name and one key, each of which issued every other. */
export function circle(count: number): readonly Buffer[] {
  const folder = mkdtempSync(join(tmpdir(), 'keyrite-circle-'));
  try {
    const openssl = (...args: readonly string[]): Buffer => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
    writeFileSync(join(folder, 'config'), config);
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'key');
    return Array.from({ length: count }, (_x, i) => openssl('req', '-x509', '-new', '-key', 'key', '-config', 'config', '-extensions', 'authority', '-subj', '/CN=circle', '-set_serial', String(i + 1), '-days', '3650', '-outform', 'DER'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
const oid = (hex: string): Buffer => tlv(6, Buffer.from(hex, 'hex'));
const SHA256 = tlv(0x30, oid('608648016503040201'));
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const attribute = (name: string, value: Uint8Array): Buffer => tlv(0x30, oid(name), tlv(0x31, value));

export interface Written {
  readonly data: Uint8Array;
  readonly by: Holder;
  readonly time?: string;
  /** Whose hash the signed attributes give. */
  readonly named?: Holder;
  /** A content that is not the one whose digest is signed. */
  readonly content?: (tstInfo: Buffer) => Buffer;
  readonly withId?: boolean;
  readonly signers?: number;
  readonly after?: Uint8Array;
  /** Signed in another order than that of a SET OF in DER. */
  readonly unordered?: boolean;
}

/** A token written here: SignedData over a TSTInfo, with ECDSA and SHA-256. */
export function writtenToken({ data, by, time = '20270101000000Z', named = by, content = (c) => c, withId = true, signers = 1, after = new Uint8Array(), unordered = false }: Written): Buffer {
  const tstInfo = tlv(0x30, tlv(2, Buffer.of(1)), oid('2a030401'), tlv(0x30, SHA256, tlv(4, sha256(data))), tlv(2, Buffer.of(7)), tlv(0x18, Buffer.from(time)), after);
  const id = tlv(0x30, tlv(0x30, tlv(0x30, tlv(4, sha256(named.der)))));
  const inOrder = [
    attribute('2a864886f70d010903', oid('2a864886f70d0109100104')),
    attribute('2a864886f70d010904', tlv(4, sha256(tstInfo))),
    ...(withId ? [attribute('2a864886f70d010910022f', id)] : []),
  ];
  const attributes = Buffer.concat(unordered ? inOrder.toReversed() : inOrder);
  const signature = sign('sha256', tlv(0x31, attributes), createPrivateKey(readFileSync(by.keyFile)));
  const keyIdentifier = by.der.subarray(by.der.indexOf(Buffer.from('0603551d0e', 'hex')) + 9).subarray(0, 20);
  const signer = tlv(0x30, tlv(2, Buffer.of(3)), tlv(0x80, keyIdentifier), SHA256, tlv(0xa0, attributes), tlv(0x30, oid('2a8648ce3d040302')), tlv(4, signature));
  return tlv(0x30, oid('2a864886f70d010702'), tlv(0xa0, tlv(0x30, tlv(2, Buffer.of(3)), tlv(0x31, SHA256), tlv(0x30, oid('2a864886f70d0109100104'), tlv(0xa0, tlv(4, content(tstInfo)))), tlv(0xa0, by.der), tlv(0x31, ...Array.from({ length: signers }, () => signer)))));
}
