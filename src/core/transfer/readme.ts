/** README.txt for the receiving side: what this is, until when it is good, what to type, how to check. Written from the plan and the record alone. */
import { awsInstructions } from './instructions/aws.ts';
import { azureInstructions } from './instructions/azure.ts';
import { googleInstructions } from './instructions/google.ts';
import type { Page } from './instructions/page.ts';
import { pkcs11Instructions } from './instructions/pkcs11.ts';
import { dkeInstructions, xksInstructions } from './instructions/public-only.ts';
import { targetNames } from './target-name.ts';
import { takesKeyMaterial } from './targets.ts';
import type { TransferTarget } from './targets.ts';

export interface FileDigest {
  readonly name: string;
  readonly purpose: string;
  readonly sha256: string;
}

/** Where exactly it goes: what the plan binds. */
function addressOf(target: TransferTarget): string {
  switch (target.kind) {
    case 'azure-byok':
      return target.kid;
    case 'aws-kms':
      return target.keyId;
    case 'google-kms':
      return target.importJob;
    case 'pkcs11':
      return target.token;
    case 'dke':
      return target.url;
    case 'aws-xks':
      return target.externalKeyId;
  }
}

function instructions(page: Page<TransferTarget>): readonly (string | null)[] {
  const { target, key } = page;
  switch (target.kind) {
    case 'azure-byok':
      return azureInstructions({ ...page, target }, `${key.name}.byok`);
    case 'aws-kms':
      return awsInstructions({ ...page, target }, 'EncryptedKeyMaterial.bin');
    case 'google-kms':
      return googleInstructions({ ...page, target }, `${key.name}.wrapped.bin`);
    case 'pkcs11':
      return pkcs11Instructions({ ...page, target }, { aesKey: 'wrapped-aes-key.bin', key: 'wrapped-key.bin', both: 'rsa-aes-key-wrap.bin' });
    case 'dke':
      return dkeInstructions({ ...page, target }, `${key.name}.dke.json`);
    case 'aws-xks':
      return xksInstructions({ ...page, target }, `${key.name}.xks-metadata.json`);
  }
}

function head({ target, key, context, deadline }: Page<TransferTarget>): string {
  const rows: readonly (readonly [string, string])[] = [
    ['key', `${key.name} (${key.type}, ${key.purpose})`],
    ['target', targetNames[target.kind]],
    ['', addressOf(target)],
    ...(takesKeyMaterial(target) ? ([['wrapping key', target.publicKey]] as const) : []),
    ['ceremony', context.ceremony],
    ['made', context.madeAt],
    ['by', context.source],
    ['use before', deadline?.until ?? 'the target sets no time'],
  ];
  return rows.map(([name, value]) => `${name.padEnd(14)}${value}`).join('\n');
}

/** The text, LF at its end. `digests` are the other files, in their order. */
export function readmeText(page: Page<TransferTarget>, digests: readonly FileDigest[]): string {
  const { target, context, deadline } = page;
  const title = `${takesKeyMaterial(target) ? 'Delivery of a key' : 'Public document of a key'}: ${targetNames[target.kind]}`;
  const parts: readonly (string | null)[] = [
    `${title}\n${'='.repeat(title.length)}`,
    context.mode === 'rehearsal' ? 'REHEARSAL. This key protects nothing and must not be put to use.' : null,
    head(page),
    takesKeyMaterial(target)
      ? `Only the holder of the private part of the wrapping key can open this. Whoever can
replace these files can stop the delivery, not read the key. Check them first:`
      : 'There is no private and no secret key in these files. Check them first:',
    `    openssl dgst -sha256 -r ${digests.map(({ name }) => name).join(' ')}\n\n${digests.map(({ name, purpose, sha256 }) => `    ${sha256} *${name}\n      ${purpose}`).join('\n')}`,
    deadline === null ? null : `After ${deadline.until} the target refuses it, and the ceremony is held again.`,
    ...instructions(page),
    takesKeyMaterial(target) ? 'When the key is in place and compared, delete these files and report it to the ceremony.' : null,
  ];
  return `${parts.filter((part) => part !== null).join('\n\n')}\n`;
}
