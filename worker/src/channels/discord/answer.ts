import { ulid } from 'ulid';
import type { ChannelClient } from '#bot/channels/channel.ts';
import type { Card } from '#bot/cards/card.ts';
import { plainCard } from '#bot/cards/context.ts';
import { ALONE_WITH, type DiscordClient } from '#bot/channels/discord/client.ts';
import {
  handleInteraction,
  type FollowUp,
  type InteractionDeps,
  type KnownPerson,
} from '#bot/channels/discord/handle-interaction.ts';
import type { Frame, Interaction } from '#bot/channels/discord/interaction.ts';
import type { GroupChat } from '#bot/commands/command.ts';
import { converse } from '#bot/converse.ts';
import type { Language } from '#shared/contract/session.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { dialogStore } from '../../dialog-store.ts';
import { callerOf } from '../../caller-of.ts';
import { log } from '../../log.ts';
import { linkAndTell, notLinkedCard, type Ear } from '../hear.ts';
import type { Answering } from '../vendor.ts';

/** Discord waits three seconds for the first answer, and the way there and back is part of them. */
const PATIENCE_MS = 800;

/** One interaction of Discord's, with the house behind it. */
export async function answerInteraction(
  ear: Ear,
  own: (client: ChannelClient) => DiscordClient,
  interaction: Interaction,
): Promise<Answering> {
  let person: KnownPerson | null = null;
  const deps: InteractionDeps = {
    useCases: ear.useCases,
    dialogs: dialogStore(ear.user),
    now: ear.now,
    newId: ulid,
    personOf: async (user) => (person = await personOf(ear, user)),
    greet: async (user, about) => {
      const greeted = await greet(ear, user, about);
      person = greeted.person ?? person;
      return greeted.cards;
    },
    groupOf: (frame) => groupOf(ear, frame),
    redraw: ({ caller }, user, subject) => ear.user(caller.userId).redraw(refOf(user), subject),
    patience: () => ear.sleep(PATIENCE_MS),
    origin: ear.appUrl,
  };
  const { response, followUps } = await handleInteraction(deps, interaction);
  return {
    response,
    after: async () => {
      for (const followUp of await followUps) {
        if (interaction.kind === 'ping') continue;
        await say(ear, own, { followUp, person, user: interaction.frame.user });
      }
    },
  };
}

function refOf(user: Frame['user']): { channel: 'discord'; chatId: string } {
  return { channel: 'discord', chatId: `${ALONE_WITH}${user.id}` };
}

async function groupOf({ groups }: Ear, { channelId, channelName }: Frame): Promise<GroupChat> {
  const place = { channel: 'discord', chatId: channelId ?? '', threadId: null } as const;
  const known = await groups.at(place);
  const name = channelName === null ? place.chatId : `#${channelName}`;
  return { place: { ...place, name }, accountId: known?.goneAt === null ? known.accountId : null };
}

async function personOf(ear: Ear, user: Frame['user']): Promise<KnownPerson | null> {
  const known = await ear.chats.find('discord', user.id);
  if (known === null) return null;
  // Whoever speaks may be spoken to again.
  if (known.goneAt !== null) await ear.chats.setGone('discord', known.chatId, null);
  const language = (await ear.users.find(known.userId))?.language ?? 'en';
  return { caller: callerOf(known.userId, 'discord'), language };
}

interface Greeted {
  readonly cards: readonly [Card, ...Card[]];
  /** Who it was linked to just now. */
  readonly person: KnownPerson | null;
}

/** How to link; with a code, what became of it, and then a real card. */
async function greet(
  ear: Ear,
  user: Frame['user'],
  { code, language }: { readonly code: string | null; readonly language: Language },
): Promise<Greeted> {
  const words = wordsFor(language);
  const app = words.states.channels.discord;
  const only = (card: Card): Greeted => ({ cards: [card], person: null });
  if (code === null) return only(plainCard(words.channels.notLinked({ app })));
  if (!ear.mayTry(user.id, 'code')) return only(plainCard(words.channels.tooManyCodes));
  const chat = { ...refOf(user), externalId: user.id, name: user.name };
  const linked = await linkAndTell(ear, code, chat);
  if (!linked.ok) return only(notLinkedCard(linked.error, 'discord', language));
  const { userId } = linked.value;
  const known = await ear.users.find(userId);
  const person = { caller: callerOf(userId, 'discord'), language: known?.language ?? language };
  const theirs = wordsFor(person.language);
  const { what, unlink } = theirs.channels.linkedLines;
  const welcome = plainCard(theirs.channels.linked({ person: known?.name ?? '' }), { lines: [what, unlink] });
  const today = await converse(
    { useCases: ear.useCases, dialogs: dialogStore(ear.user), newId: ulid },
    {
      caller: person.caller,
      chat: { id: 'discord', kind: 'private' },
      reader: readerOf(person.language),
      now: ear.now(),
      said: { command: { name: 'today', args: {} } },
    },
  );
  return { cards: [welcome, ...today], person };
}

/** What comes after the first answer, to nobody known only in words: with its picture, and remembered where it can be changed later. */
async function say(
  ear: Ear,
  own: (client: ChannelClient) => DiscordClient,
  of: { readonly followUp: FollowUp; readonly person: KnownPerson | null; readonly user: Frame['user'] },
): Promise<void> {
  const { followUp, person, user } = of;
  const { card, stays, isOpen } = followUp;
  const ref = card.picture;
  const picture =
    ref === null || person === null
      ? null
      : await ear.picture(person.caller, { ref, language: person.language, isOpen }).catch((error: unknown) => {
          log('picture-not-drawn', { kind: ref.kind, error });
          return null;
        });
  const send = (file: ArrayBuffer | null) => ear.with((client) => own(client).followUp(followUp, file));
  const first = await send(picture);
  // Not every place takes files; the words are whole without.
  const isForItsPicture = picture !== null && (first.kind === 'refused' || first.kind === 'gone');
  const outcome = isForItsPicture ? await send(null) : first;
  if (outcome.kind !== 'sent') {
    log('chat-answer-not-sent', { channel: 'discord', userId: person?.caller.userId, outcome: outcome.kind });
    return;
  }
  if (!stays || card.stands === null || person === null) return;
  const { messageId, hasPicture } = outcome;
  await ear
    .user(person.caller.userId)
    .stands({ ...refOf(user), subject: card.stands, shown: { messageId, hasPicture }, card });
}
