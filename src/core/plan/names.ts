/** The names that plans, devices and records have in common; loads nothing, so that a process which only needs the names loads no schema. */
export const keyTypes = ['ec-p384', 'ec-p256', 'rsa-3072', 'rsa-4096', 'aes-256'] as const;
export const keyPurposes = ['root-signing', 'signing', 'master-wrapping', 'key-wrapping', 'data-encryption'] as const;
export const roles = ['administrator', 'security-officer', 'custodian', 'witness', 'auditor'] as const;
