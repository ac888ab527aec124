import { plainCard } from '#bot/cards/context.ts';
import type { Card } from '#bot/cards/card.ts';
import type { Presence } from '#bot/channels/channel.ts';
import type { Channel } from '#shared/contract/channel.ts';
import type { Language } from '#shared/contract/session.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { Chats } from '#shared/usecases/chat-port.ts';
import type { Group, Groups } from '#shared/usecases/group-port.ts';
import type { Users } from '#shared/usecases/ports.ts';
import { wordsFor } from '#shared/words/catalogue.ts';

/** What following groups needs of the house. */
export interface GroupHouse {
  readonly channel: Channel;
  readonly chats: Chats;
  readonly groups: Groups;
  readonly users: Users;
  /** What the account is called; null where nobody can say. */
  readonly accountName: (group: Group, language: Language) => Promise<string | null>;
  /** Said on the screens of a person. */
  readonly tell: (userId: string, card: Card, language: Language) => Promise<void>;
  readonly now: () => WallMs;
}

/** The bot was removed from a group, or can write there again: whoever had it told of an account hears that it stopped. */
export async function groupGone(house: GroupHouse, chatId: string, at: WallMs | null): Promise<void> {
  const { channel, groups, users } = house;
  const before = await groups.setGone(channel, chatId, at);
  if (at === null) return;
  for (const group of before.filter(({ goneAt, accountId }) => goneAt === null && accountId !== null)) {
    const language = (await users.find(group.userId))?.language ?? 'en';
    const words = wordsFor(language);
    const title = words.groups.removed({ group: group.name, app: words.states.channels[channel] });
    const account = await house.accountName(group, language);
    await house.tell(group.userId, plainCard(title, { lines: [words.groups.removedLine({ account })] }), language);
  }
}

/** Somebody who is linked let the bot in: the group stands in their settings, and is told of nothing. */
export async function letIntoGroup(
  { channel, chats, groups, now }: GroupHouse,
  chatId: string,
  { name, by }: NonNullable<Presence['group']>,
): Promise<void> {
  const person = await chats.find(channel, by);
  const place = { channel, chatId, threadId: null };
  const known = person === null ? null : await groups.at(place);
  // One that is told of an account is somebody's already.
  if (person === null || known?.accountId != null) return;
  await groups.put({ ...place, name, userId: person.userId, accountId: null, seenAt: now() });
}
