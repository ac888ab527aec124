import { z } from 'zod';
import type { EventView } from '#shared/contract/account.ts';
import { Channel } from '#shared/contract/channel.ts';
import { isAccessEvent, type AccessEventType } from '#shared/domain/event-type.ts';
import { WAYS_IN } from '#shared/domain/way-in.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { dayTime, type Reader } from '#shared/words/format-time.ts';
import { button, link, rows, type Card } from './card.ts';
import { plainCard } from './context.ts';

const NAME_CHARACTERS = 60;
const Body = z.object({
  app: Channel.optional(),
  name: z
    .string()
    .transform((name) => name.slice(0, NAME_CHARACTERS))
    .default(''),
  left: z.number().default(0),
  device: z
    .string()
    .transform((device) => device.slice(0, NAME_CHARACTERS))
    .default(''),
  way: z.enum(WAYS_IN).nullable().catch(null).default(null),
});
const PAGES: Readonly<Record<Exclude<AccessEventType, 'access.chat-linked'>, string>> = {
  'access.device-added': '/more/settings/notifications',
  'access.passkey-added': '/more/security',
  'access.recovery-used': '/more/security',
  'access.recovery-codes-made': '/more/security',
  'access.password-set': '/more/security',
  'access.token-made': '/more/settings',
  'access.signed-in': '/more/security',
};

/** Somebody can act as this person in a new way: what was opened, when, and what to do if it was not them. */
export function accessCard({ type, at, body }: EventView, reader: Reader, now: number): Card | null {
  const parsed = Body.safeParse(body);
  if (!parsed.success || !isAccessEvent(type)) return null;
  const { app, name, left, device, way } = parsed.data;
  const words = wordsFor(reader.language);
  const { access } = words;
  const about = { app: app === undefined ? '' : words.states.channels[app], name, left, device, way };
  const page = type === 'access.chat-linked' ? `/more/settings/${app ?? ''}` : PAGES[type];
  return plainCard(access.titles[type](about), {
    lines: [access.when({ time: dayTime(at, reader, now) }), access.notYou[type](about), access.you],
    buttons: rows([button(access.stop, 'stop', 'danger'), link(access.open, page)]),
    tone: 'act-now',
  });
}
