import type { AccessEventType } from '../../domain/event-type.ts';
import type { WayIn } from '../../domain/way-in.ts';

interface About {
  readonly app: string;
  readonly name: string;
  readonly left: number;
  readonly device: string;
  readonly way: WayIn | null;
}

const WAYS: Readonly<Record<string, string>> = {
  link: 'a sign-in link',
  passkey: 'a passkey',
  password: 'e-mail and password',
  'recovery-code': 'a recovery code',
  invitation: 'an invitation',
} satisfies Record<WayIn, string>;

/** Somebody can act as this person in a new way. */
export const access = {
  titles: {
    'access.chat-linked': ({ app, name }: About) => `Act now: a new chat was linked: ${app}, ${name}`,
    'access.device-added': ({ name }: About) => `Act now: notifications were turned on for a new device: ${name}`,
    'access.passkey-added': ({ name }: About) => `Act now: a new passkey was added: ${name}`,
    'access.token-made': ({ name }: About) => `Act now: a new API token was made: ${name}`,
    'access.recovery-used': ({ left }: About) => `Act now: a recovery code was used, ${left} left`,
    'access.recovery-codes-made': () => 'Act now: new recovery codes were made, the former ones end',
    'access.password-set': () => 'Act now: a password was set, with which somebody signs in as you',
    'access.signed-in': ({ device, way }: About) => {
      const about = [device, way === null ? '' : `by ${WAYS[way] ?? ''}`].filter((text) => text !== '');
      return `Act now: a new browser signed in as you${about.length === 0 ? '' : `: ${about.join(', ')}`}`;
    },
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
    'access.password-set': () =>
      'If it was not you: /stop, then remove it and sign the others out in the app (More → Security).',
    'access.signed-in': () => 'If it was not you: /stop, then sign it out in the app (More → Security).',
  } satisfies Record<AccessEventType, (about: About) => string>,
  you: 'If it was you, there is nothing to do.',
  stop: 'Stop',
  open: 'Open settings',
};
