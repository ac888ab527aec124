import { ACCESS_EVENT_TYPES, ACCESS_RECORD_TYPES } from './event-type.ts';

export const ACCESS_TYPES = [...ACCESS_EVENT_TYPES, ...ACCESS_RECORD_TYPES] as const;
export type AccessType = (typeof ACCESS_TYPES)[number];

/** What the history of access can be narrowed to. */
export const ACCESS_KINDS = {
  'sign-ins': [
    'access.signed-in',
    'access.signed-out',
    'access.signed-out-others',
    'access.signed-out-everywhere',
    'access.forgotten',
  ],
  proofs: [
    'access.passkey-added',
    'access.passkey-removed',
    'access.passkeys-forgotten',
    'access.recovery-used',
    'access.recovery-codes-made',
    'access.password-set',
    'access.password-removed',
  ],
  tokens: ['access.token-made', 'access.token-revoked'],
  brokers: ['access.broker-connected', 'access.broker-keys-replaced', 'access.broker-forgotten'],
  chats: ['access.chat-linked', 'access.chat-unlinked'],
  devices: ['access.device-added', 'access.device-removed'],
  roles: ['access.role-granted', 'access.role-changed', 'access.role-removed'],
} as const satisfies Readonly<Record<string, readonly AccessType[]>>;
export type AccessKind = keyof typeof ACCESS_KINDS;
export const ACCESS_KIND_NAMES = Object.keys(ACCESS_KINDS) as AccessKind[];
