import { z } from 'zod';
import type { EventView } from '#shared/contract/account.ts';
import { Role } from '#shared/contract/role.ts';
import { WORLDS } from '#shared/domain/market.ts';
import { accountName } from '#shared/words/account-name.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { dayTime, type Reader } from '#shared/words/format-time.ts';
import { button, link, rows, type Card } from './card.ts';
import { card, plainCard, type CardContext } from './context.ts';

const NAME_CHARACTERS = 60;
const Name = z.string().transform((name) => name.slice(0, NAME_CHARACTERS));
const Body = z.object({
  userId: z.string(),
  name: Name,
  by: Name,
  account: Name,
  world: z.enum(WORLDS),
  role: Role,
  before: Role.optional(),
  isMore: z.boolean().default(false),
  isOwn: z.boolean().default(false),
});

export function isRoleEvent(type: string): type is 'role.granted' | 'role.changed' | 'role.removed' {
  return type === 'role.granted' || type === 'role.changed' || type === 'role.removed';
}

/** Whose role it was. */
export function roleHolderOf({ body }: Pick<EventView, 'body'>): string | null {
  return Body.shape.userId.safeParse(body['userId']).data ?? null;
}

/**
 * Somebody has another part in an account than before: to its owners, that there is a new way in. It says what the event
 * says.
 */
export function roleCard(event: EventView, context: CardContext): Card | null {
  const parsed = Body.safeParse(event.body);
  if (!parsed.success || !isRoleEvent(event.type)) return null;
  const { reader, now, words } = context;
  const { roles } = words;
  const { by, role, isMore, isOwn } = parsed.data;
  const whose = whoseOf(parsed.data, reader);
  const when = { by, time: dayTime(event.at, reader, now) };
  const alert = (title: string, lines: readonly string[]): Card =>
    card(context, title, {
      lines: [...lines, roles.notYou, roles.fine],
      buttons: rows([button(roles.stop, 'stop', 'danger'), link(roles.open, '/more/people')]),
      tone: 'act-now',
    });
  const news = (title: string, lines: readonly string[]): Card =>
    card(context, title, { lines: [...lines, roles.nothing], buttons: rows([link(roles.open, '/more/people')]) });
  switch (event.type) {
    case 'role.granted':
      return alert(roles.granted(whose), [roles.may[role], roles.grantedBy(when)]);
    case 'role.changed':
      return isMore
        ? alert(roles.changedMore(whose), [roles.may[role], roles.changedBy(when)])
        : news(roles.changed(whose), [roles.may[role], roles.changedBy(when)]);
    default:
      return isOwn
        ? news(roles.left(whose), [roles.leftAt(when)])
        : news(roles.removed(whose), [roles.removedBy(when)]);
  }
}

/** The same to whoever it is about. They may not be able to ask the account any more: its world stands beside its name. */
export function ownRoleCard(event: EventView, reader: Reader, now: number): Card | null {
  const parsed = Body.safeParse(event.body);
  if (!parsed.success || !isRoleEvent(event.type)) return null;
  const { roles, states } = wordsFor(reader.language);
  const { by, role, isOwn, world } = parsed.data;
  const named = whoseOf(parsed.data, reader);
  const whose = { ...named, account: `${named.account} (${states.worlds[world]})` };
  const when = { by, time: dayTime(event.at, reader, now) };
  const today = rows([button(roles.today, 'today', 'primary')]);
  switch (event.type) {
    case 'role.granted':
      return plainCard(roles.you.granted(whose), {
        lines: [roles.may[role], roles.grantedBy(when), roles.nothing],
        buttons: today,
      });
    case 'role.changed':
      return plainCard(roles.you.changed(whose), {
        lines: [roles.may[role], roles.changedBy(when), roles.nothing],
        buttons: today,
      });
    default:
      return plainCard(isOwn ? roles.you.left(whose) : roles.you.removed(whose), {
        lines: [isOwn ? roles.leftAt(when) : roles.removedBy(when), roles.nothing],
      });
  }
}

function whoseOf({ name, account, role, before = role }: z.infer<typeof Body>, reader: Reader) {
  const { names } = wordsFor(reader.language).roles;
  return { name, account: accountName(account, reader.language), role: names[role], before: names[before] };
}
