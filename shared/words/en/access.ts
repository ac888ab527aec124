import type { AccessEventType } from '../../domain/event-type.ts';

interface About {
  readonly app: string;
  readonly name: string;
  readonly left: number;
}

/** Somebody can act as this person in a new way. */
export const access = {
  titles: {
    'access.chat-linked': ({ app, name }: About) => `Act now: a new chat was linked: ${app}, ${name}`,
    'access.device-added': ({ name }: About) => `Act now: notifications were turned on for a new device: ${name}`,
    'access.passkey-added': ({ name }: About) => `Act now: a new passkey was added: ${name}`,
    'access.token-made': ({ name }: About) => `Act now: a new API token was made: ${name}`,
    'access.recovery-used': ({ left }: About) => `Act now: a recovery code was used, ${left} left`,
    'access.recovery-codes-made': () => 'Act now: new recovery codes were made, the former ones end',
    'access.signed-in': () => 'Act now: a new browser signed in as you',
  } satisfies Record<AccessEventType, (about: About) => string>,
  when: (p: { time: string }) => `At ${p.time}.`,
  notYou: {
    'access.chat-linked': ({ app }: About) =>
      `If it was not you: /stop, then unlink it in the app (Settings → ${app}). From there your bots can be asked and told.`,
    'access.device-added': () =>
      'If it was not you: /stop, then remove it in the app (Settings → Notifications) and sign out everywhere.',
    'access.passkey-added': () =>
      'If it was not you: /stop, then remove it in the app (More → Security) and sign out everywhere.',
    'access.token-made': () => 'If it was not you: /stop, then revoke it in the app (Settings → API tokens).',
    'access.recovery-used': () =>
      'If it was not you: /stop, then sign out everywhere and make new codes (More → Security).',
    'access.recovery-codes-made': () =>
      'If it was not you: /stop, then sign out everywhere and make new codes (More → Security).',
    'access.signed-in': () => 'If it was not you: /stop, then sign out everywhere in the app (Settings).',
  } satisfies Record<AccessEventType, (about: About) => string>,
  you: 'If it was you, there is nothing to do.',
  stop: 'Stop',
  open: 'Open settings',
};
