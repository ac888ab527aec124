import { ulid } from 'ulid';
import type { ChannelClient, Heard, Place, Post, PostOutcome, Shown } from '#bot/channels/channel.ts';
import type { Card } from '#bot/cards/card.ts';
import { plainCard } from '#bot/cards/context.ts';
import { errorCard } from '#bot/cards/error.ts';
import type { Chat } from '#bot/commands/command.ts';
import { commandNamed } from '#bot/commands/dispatch.ts';
import { onlyStops } from '#bot/commands/rights.ts';
import { converse } from '#bot/converse.ts';
import { DIALOG_TTL_MS } from '#bot/dialogs/dialog.ts';
import { DIALOG_VERB } from '#bot/dialogs/run-dialog.ts';
import type { Channel } from '#shared/contract/channel.ts';
import { failure } from '#shared/contract/errors.ts';
import type { PictureRef } from '#shared/contract/picture.ts';
import type { Language } from '#shared/contract/session.ts';
import type { Caller } from '#shared/domain/caller.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Chats, LinkedChat } from '#shared/usecases/chat-port.ts';
import { linkChat, type LinkRefusal } from '#shared/usecases/chats.ts';
import type { Groups } from '#shared/usecases/group-port.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import type { Users } from '#shared/usecases/ports.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { dialogStore } from '../dialog-store.ts';
import { callerOf } from '../caller-of.ts';
import { log } from '../log.ts';
import type { UserRpc } from '../objects/user/user-rpc.ts';
import { sendWithPicture } from './send-with-picture.ts';

/** What hearing somebody needs of the channel and of the house. */
export interface Ear {
  readonly channel: Channel;
  readonly useCases: UseCases;
  readonly users: Users;
  readonly chats: Chats;
  readonly groups: Groups;
  readonly user: (userId: string) => UserRpc;
  readonly now: () => WallMs;
  /** Says it now, waiting for its turn. */
  readonly post: (post: Post) => Promise<PostOutcome>;
  readonly edit: (shown: Shown, post: Post) => Promise<PostOutcome>;
  /** Ends a press; `text` is for whoever pressed alone. */
  readonly answerPress: (pressId: string, text: string | null) => Promise<void>;
  /** Counts what a stranger does; false: too often. */
  readonly mayTry: (externalId: string, what: 'code' | 'talk') => boolean;
  /** Speaks to the app in its own way, as often as it takes. */
  readonly with: (work: (client: ChannelClient) => Promise<PostOutcome>) => Promise<PostOutcome>;
  /** A card's picture as a PNG; null where it could not be drawn: the words are whole without. */
  readonly picture: (caller: Caller, of: PictureWish) => Promise<ArrayBuffer | null>;
  readonly sleep: (ms: number) => Promise<void>;
  /** The https address of the app; null where it has none. */
  readonly appUrl: string | null;
}

export interface PictureWish {
  readonly ref: PictureRef;
  readonly language: Language;
  /** Whether others see it too: then without amounts. */
  readonly isOpen: boolean;
}

interface Speaking {
  readonly ear: Ear;
  readonly heard: Heard;
  readonly language: Language;
}

/**
 * Somebody said or pressed something in a chat app. Whoever is not linked is told how to link, and nothing else; whoever
 * is, speaks as that person: what they may do, every account checks for itself.
 */
export async function hear(ear: Ear, heard: Heard): Promise<void> {
  const isPrivate = heard.kind === 'private';
  if (heard.linkCode !== undefined && isPrivate) return link(ear, heard, heard.linkCode);
  // Whoever reads along could be this person with it: it opens nothing any more.
  if (heard.linkCode !== undefined) await ear.chats.takeCode(heard.linkCode, ear.channel, ear.now());
  const known = await ear.chats.find(ear.channel, heard.from.id);
  if (known === null) return tellStranger({ ear, heard, language: heard.from.language });
  if (known.goneAt !== null && isPrivate) await ear.chats.setGone(ear.channel, known.chatId, null);
  const language = (await ear.users.find(known.userId))?.language ?? heard.from.language;
  if (isLate(heard, ear.now())) return say({ ear, heard, language }, plainCard(wordsFor(language).channels.late));
  const speaking = { ear, heard, language };
  if (isForOneself(heard)) return openPrivately(speaking, known);
  await converseWith(speaking, known.userId);
}

/** A button of a group's card that shows what only this person may see. */
function isForOneself({ kind, press, said }: Heard): boolean {
  return kind === 'group' && press !== undefined && said.verb?.startsWith('pending p_') === true;
}

/** In the chat where they are spoken to alone; whoever has no role in the account is told so, where nobody else reads it. */
async function openPrivately(speaking: Speaking, { userId, chatId }: LinkedChat): Promise<void> {
  const { ear, heard, language } = speaking;
  const words = wordsFor(language).groups;
  const { press, groupName: _, ...typed } = heard;
  const alone = { ...speaking, heard: { ...typed, kind: 'private', place: { chatId, threadId: null } } as const };
  const cards = await cardsFor(alone, userId);
  const isTheirs = cards[0] !== undefined && cards[0].tone !== 'error';
  let line = isTheirs ? words.sentPrivately : words.notYours;
  for (const card of isTheirs ? cards : []) if (!(await show(alone, userId, card))) line = words.notReached;
  if (press !== undefined) await ear.answerPress(press.id, line);
}

/**
 * What lay at the app while nobody was here to take it: as with an open question, nobody means it any more. What only ever
 * makes things safer is done however late.
 */
function isLate({ said, saidAt }: Heard, now: number): boolean {
  if (saidAt === undefined || now - saidAt <= DIALOG_TTL_MS) return false;
  const [word = ''] = (said.text ?? '').replace(/^\//, '').split(/[\s@]/);
  const command = commandNamed(word);
  // By its own name: another word for it may take a sale back.
  const isOwn = command !== null && [command.name, ...command.korean].includes(word.toLowerCase());
  return !(isOwn && onlyStops(command));
}

async function link(ear: Ear, heard: Heard, code: string): Promise<void> {
  const { channel } = ear;
  const { from, place } = heard;
  const stranger = { ear, heard, language: from.language };
  const words = wordsFor(from.language);
  if (!ear.mayTry(from.id, 'code')) return say(stranger, plainCard(words.channels.tooManyCodes));
  const chat = { channel, externalId: from.id, name: from.name, chatId: place.chatId };
  const linked = await linkAndTell(ear, code, chat);
  if (!linked.ok) return say(stranger, notLinkedCard(linked.error, channel, from.language));
  const { userId } = linked.value;
  const user = await ear.users.find(userId);
  const speaking = { ear, heard, language: user?.language ?? from.language };
  await welcome(speaking, user?.name ?? '');
  // "Hi" is answered with a real card.
  await converseWith({ ...speaking, heard: { ...heard, said: { text: '/today' } } }, userId);
}

/** Links a chat; the news of it is owed to the person before the chat is theirs. */
export async function linkAndTell(
  ear: Pick<Ear, 'chats' | 'now' | 'user'>,
  code: string,
  chat: Parameters<typeof linkChat>[2],
): Promise<Result<LinkedChat, LinkRefusal>> {
  const { channel, chatId, name } = chat;
  const owe = (userId: string): Promise<void> => ear.user(userId).chatLinked({ channel, chatId, name });
  const linked = await linkChat({ chats: ear.chats, now: ear.now, owe }, code, chat);
  if (linked.ok) log('chat-linked', { channel, userId: linked.value.userId });
  return linked;
}

/** Why a code linked nothing; of another person it says no more than that there is one. */
export function notLinkedCard(why: LinkRefusal, channel: Channel, language: Language): Card {
  const words = wordsFor(language);
  if (why === 'code-bad') return plainCard(words.channels.codeBad({ app: words.states.channels[channel] }));
  return plainCard(words.channels.linkedToAnother, { lines: [words.channels.linkedToAnotherNote] });
}

async function welcome(speaking: Speaking, person: string): Promise<void> {
  const words = wordsFor(speaking.language);
  const { what, unlink } = words.channels.linkedLines;
  await say(speaking, plainCard(words.channels.linked({ person }), { lines: [what, unlink] }));
}

async function tellStranger(speaking: Speaking): Promise<void> {
  const { ear, heard, language } = speaking;
  const words = wordsFor(language);
  const line = words.channels.notLinked({ app: words.states.channels[ear.channel] });
  if (heard.press !== undefined) return ear.answerPress(heard.press.id, line);
  if (heard.kind === 'private' && ear.mayTry(heard.from.id, 'talk')) await say(speaking, plainCard(line));
}

async function converseWith(speaking: Speaking, userId: string): Promise<void> {
  const { heard } = speaking;
  const cards = await cardsFor(speaking, userId);
  if (heard.press !== undefined) await answerPressed(speaking, { userId, cards, pressId: heard.press.id });
  else for (const card of cards) await show(speaking, userId, card);
}

/** Where they speak: a group is told of one account at most, and what is said there is about that one. */
async function chatOf({ ear: { channel, groups }, heard }: Speaking): Promise<Chat> {
  const { kind, place, groupName } = heard;
  const id = chatKey(channel, place);
  if (kind === 'private') return { id, kind };
  const where = { channel, ...place };
  const known = await groups.at(where);
  const accountId = known?.goneAt === null ? known.accountId : null;
  return { id, kind, group: { place: { ...where, name: groupName ?? place.chatId }, accountId } };
}

async function cardsFor(speaking: Speaking, userId: string): Promise<readonly Card[]> {
  const { ear, heard, language } = speaking;
  const caller = callerOf(userId, ear.channel);
  const dialogs = dialogStore(ear.user);
  const request = {
    caller,
    chat: await chatOf(speaking),
    reader: readerOf(language),
    now: ear.now(),
    said: {
      ...heard.said,
      ...(heard.press?.shownAt !== undefined && { shownAt: heard.press.shownAt }),
      ...(heard.isAgain === true && { isAgain: true }),
      ...(heard.isAway === true && { isAway: true }),
    },
  };
  try {
    return await converse({ useCases: ear.useCases, dialogs, newId: ulid }, request);
  } catch (error) {
    log('chat-failed', { channel: ear.channel, userId, error });
    return [errorCard(failure('internal'), request.reader)];
  }
}

/**
 * A press changes the message it was made on where that message goes on: the next question of a dialog, the card of what
 * was decided. Everything else is a message of its own. In a group it is answered to whoever pressed, where it can be.
 */
async function answerPressed(
  speaking: Speaking,
  { userId, cards, pressId }: { userId: string; cards: readonly Card[]; pressId: string },
): Promise<void> {
  const { ear, heard } = speaking;
  const [first] = cards;
  const isPrivateLine = heard.kind === 'group' && first?.world === null;
  // What went wrong says more than that something did.
  const line = first?.tone === 'error' ? (first.lines[0] ?? first.title) : (first?.title ?? null);
  await ear.answerPress(pressId, isPrivateLine ? line : null);
  if (isPrivateLine) return;
  const { verb = '' } = heard.said;
  const isDialog = heard.kind === 'private' && verb.startsWith(`${DIALOG_VERB} `);
  for (const [index, card] of cards.entries()) {
    if (isDialog && index === 0 && (await changedInPlace(speaking, card))) continue;
    if (heard.kind === 'private' && card.stands !== null && (await stoodThere(speaking, userId, card.stands))) continue;
    await show(speaking, userId, card);
  }
}

async function changedInPlace(speaking: Speaking, card: Card): Promise<boolean> {
  const { ear, heard } = speaking;
  if (heard.press === undefined) return false;
  const outcome = await ear.edit(heard.press.shown, postOf(speaking, card));
  return outcome.kind === 'sent';
}

/** Whether a card of this proposal or order stands in this chat already; then it is drawn anew. */
function stoodThere({ ear, heard }: Speaking, userId: string, subject: string): Promise<boolean> {
  const chat = { channel: ear.channel, chatId: heard.place.chatId };
  return ear.user(userId).redraw(chat, subject);
}

/** Whether it arrived. */
async function show(speaking: Speaking, userId: string, card: Card): Promise<boolean> {
  const { ear, heard, language } = speaking;
  const isOpen = heard.kind === 'group';
  const outcome = await sendWithPicture(postOf(speaking, card), {
    draw: (ref) => ear.picture(callerOf(userId, ear.channel), { ref, language, isOpen }),
    send: (post) => ear.post(post),
    sleep: (ms) => ear.sleep(ms),
  });
  if (outcome.kind !== 'sent') {
    log('chat-answer-not-sent', { channel: ear.channel, userId, outcome: outcome.kind });
    return false;
  }
  if (card.stands === null || heard.kind !== 'private') return true;
  const { messageId, hasPicture } = outcome;
  const chat = { channel: ear.channel, chatId: heard.place.chatId };
  await ear.user(userId).stands({ ...chat, subject: card.stands, shown: { messageId, hasPicture }, card });
  return true;
}

async function say(speaking: Speaking, card: Card): Promise<void> {
  await speaking.ear.post(postOf(speaking, card));
}

function postOf({ heard, language }: Speaking, card: Card): Post {
  return { place: heard.place, card, language, was: null, picture: null, replyTo: null, silent: false };
}

/** One conversation: a chat, or a topic of it. */
function chatKey(channel: Channel, { chatId, threadId }: Place): string {
  return `${channel}:${chatId}${threadId === null ? '' : `:${threadId}`}`;
}
