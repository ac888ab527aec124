import { z } from 'zod';
import { plainCard } from '../cards/context.ts';
import { groupOffCard, groupOnCard, groupsCard, groupTurnedOffCard } from '../cards/group.ts';
import type { Card } from '../cards/card.ts';
import { drawn } from './asking.ts';
import { command, type CommandContext, type GroupChat } from './command.ts';

const OFF = new Set(['off', '끄기', '끔']);
const ON = new Set(['on', '켜기', '켬']);

/** Whether a group hears of an account, and of which; `on` alone means the default one. In private: all groups. */
export const group = command({
  name: 'group',
  korean: ['그룹'],
  aliases: [{ word: 'groups' }],
  purpose: 'setup',
  role: 'read',
  inMenu: false,
  inGroups: true,
  args: z.object({ what: z.string().optional() }),
  positional: ['what'],
  run: async (context, { what }) => {
    const { group: here } = context.chat;
    return here === undefined ? privately(context) : inGroup(context, here, what?.toLowerCase());
  },
});

async function inGroup(
  context: CommandContext,
  { place }: GroupChat,
  what: string | undefined,
): Promise<readonly Card[]> {
  const { useCases, caller, words } = context;
  if (what !== undefined && OFF.has(what))
    return drawn(context, useCases.tellGroup(caller, place, null), () => [groupTurnedOffCard({ words })]);
  const wanted = what !== undefined && what.startsWith('a_') ? what : undefined;
  if (wanted !== undefined || (what !== undefined && ON.has(what))) return turnOn(context, place, wanted);
  return drawn(context, useCases.tellGroup(caller, place, undefined), async ({ accountId }) =>
    accountId === null ? [await offered(context)] : toldOf(context, accountId),
  );
}

function turnOn(
  context: CommandContext,
  place: GroupChat['place'],
  accountId: string | undefined,
): Promise<readonly Card[]> {
  const { useCases, caller } = context;
  if (accountId !== undefined)
    return drawn(context, useCases.tellGroup(caller, place, accountId), () => toldOf(context, accountId));
  return drawn(context, useCases.defaultAccount(caller), ({ id }) =>
    drawn(context, useCases.tellGroup(caller, place, id), () => toldOf(context, id)),
  );
}

/** Somebody else's account is not named to whoever may not see it. */
async function toldOf(context: CommandContext, accountId: string): Promise<readonly Card[]> {
  const desk = await context.desk(accountId);
  if (!desk.ok) return [plainCard(context.words.groups.taken)];
  return [groupOnCard(desk.value.account, desk.value.cards)];
}

async function offered(context: CommandContext): Promise<Card> {
  const accounts = await context.useCases.accounts(context.caller);
  const open = accounts.ok ? accounts.value.items.filter(({ closedAt }) => closedAt === null) : [];
  return groupOffCard(open, context);
}

function privately(context: CommandContext): Promise<readonly Card[]> {
  const { useCases, caller } = context;
  return drawn(context, useCases.groups(caller), async ({ items }) => {
    const accounts = await useCases.accounts(caller);
    return [groupsCard(items, accounts.ok ? accounts.value.items : [], context)];
  });
}

/** A group that is told of nothing answers nothing about anybody's account either. */
export function silentCard({ chat, words }: CommandContext): Card | null {
  const isSilent = chat.kind === 'group' && (chat.group?.accountId ?? null) === null;
  return isSilent ? plainCard(words.groups.off, { lines: [words.groups.offLine] }) : null;
}
