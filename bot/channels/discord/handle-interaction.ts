import type { APIInteractionResponse, MessageFlags } from 'discord-api-types/v10';
import type { Language } from '#shared/contract/session.ts';
import { may, type Caller } from '#shared/domain/caller.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { readerOf } from '#shared/words/format-time.ts';
import type { Card } from '../../cards/card.ts';
import { plainCard } from '../../cards/context.ts';
import type { Chat, GroupChat } from '../../commands/command.ts';
import { COMMANDS } from '../../commands/index.ts';
import { needOf } from '../../commands/rights.ts';
import { converse, type Saying } from '../../converse.ts';
import type { DialogStore } from '../../dialogs/dialog.ts';
import { DIALOG_VERB } from '../../dialogs/run-dialog.ts';
import { FLAG, RESPONSE } from './codes.ts';
import { completed } from './complete.ts';
import { pressedOf, type Pressed } from './custom-id.ts';
import { formFor, SAY, saidByForm } from './forms.ts';
import type { Frame, Interaction } from './interaction.ts';
import { LINK } from './slash-commands.ts';
import { PICK, renderForDiscord, type DiscordMessage } from './render-for-discord.ts';

/** Somebody whose Discord user is linked. */
export interface KnownPerson {
  readonly caller: Caller;
  readonly language: Language;
  /** IANA zone; absent: where readers of this language usually are. */
  readonly zone?: string | undefined;
}

export interface InteractionDeps {
  readonly useCases: UseCases;
  readonly dialogs: DialogStore;
  readonly now: () => WallMs;
  readonly newId: () => string;
  /** Whom this Discord user is linked to; null: nobody. */
  personOf(user: Frame['user']): Promise<KnownPerson | null>;
  /** What somebody nobody knows is told, at least one card; with a code, after it was tried. */
  greet(
    user: Frame['user'],
    about: { readonly code: string | null; readonly language: Language },
  ): Promise<readonly [Card, ...Card[]]>;
  /** The server channel that this was said in, and the account it is told of. */
  groupOf(frame: Frame): Promise<GroupChat>;
  /** Has the message of a proposal or order that stands in their conversation drawn anew; false where none does. */
  redraw(person: KnownPerson, user: Frame['user'], subject: string): Promise<boolean>;
  /** Ends when the first answer may wait no longer. */
  patience(): Promise<void>;
  /** The address of the app from outside; null when it has none. */
  readonly origin: string | null;
}

/** One message more in answer to an interaction, after the first answer was given. */
export interface FollowUp {
  readonly token: string;
  readonly applicationId: string;
  /** `original`: takes the place of the first answer. */
  readonly as: 'original' | 'new';
  readonly message: DiscordMessage;
  readonly ephemeral: boolean;
  readonly card: Card;
  /** Whether it stands in the conversation with the bot, where it can be changed later. */
  readonly stays: boolean;
  /** Whether others read it too. */
  readonly isOpen: boolean;
}

export interface Answered {
  /** Given at once: within three seconds, or Discord says that the app did not respond. */
  readonly response: APIInteractionResponse;
  /** What comes after it; never rejects. */
  readonly followUps: Promise<readonly FollowUp[]>;
}

const nothingMore: Promise<readonly FollowUp[]> = Promise.resolve([]);

/** One interaction, however it came: over HTTP or the gateway. Only its signature was checked before. */
export async function handleInteraction(deps: InteractionDeps, interaction: Interaction): Promise<Answered> {
  if (interaction.kind === 'ping') return { response: { type: RESPONSE.pong }, followUps: nothingMore };
  try {
    return await answerTo(deps, interaction);
  } catch {
    const { frame } = interaction;
    const language = languageOf(frame);
    const card = plainCard(wordsFor(language).discord.unanswered, { tone: 'error' });
    const data = { ...renderForDiscord(card, { language, origin: null }), ...flagsOf(frame.place !== 'alone') };
    const isTyping = interaction.kind === 'complete';
    return {
      response: isTyping ? { type: RESPONSE.choices, data: { choices: [] } } : { type: RESPONSE.message, data },
      followUps: nothingMore,
    };
  }
}

async function answerTo(deps: InteractionDeps, interaction: Exclude<Interaction, { kind: 'ping' }>): Promise<Answered> {
  const { frame } = interaction;
  const person = await deps.personOf(frame.user);
  if (interaction.kind === 'complete') return complete(deps, person, interaction);
  if (person === null || (interaction.kind === 'command' && interaction.name === LINK)) {
    return greeting(deps, person, interaction);
  }
  const turn = turnOf(interaction);
  const form = turn.form === null || !mayOpen(person, turn.form) ? null : formFor(turn.form, wordsFor(person.language));
  if (form !== null && (await isStillAsked(deps, person, turn.form)))
    return { response: { type: RESPONSE.modal, data: form }, followUps: nothingMore };
  return answer(deps, person, { frame, turn });
}

interface Turn {
  readonly saying: Saying;
  /** What may open a form instead. */
  readonly form: Pressed | null;
  /** Whether it came from a message: a button of it, or a form that one opened. */
  readonly isPress: boolean;
  /** Whether the answer takes the place of the message that was pressed: the steps of one question are one message. */
  readonly inPlace: boolean;
  /** Where others read along, what everybody there may see is shown to them; all else to this person only. */
  readonly isOpen: boolean;
  /** Whether it is about the server channel it was said in. */
  readonly isGroups: boolean;
}

/** Of the buttons under a group's message those that are about the group; the rest is between Nod and whoever presses. */
const ABOUT_GROUP = 'group ';

function turnOf(interaction: Exclude<Interaction, { kind: 'ping' | 'complete' }>): Turn {
  const { frame } = interaction;
  switch (interaction.kind) {
    case 'command': {
      const { name, options } = interaction;
      const command = COMMANDS.find((one) => one.name === name);
      const isOpen = frame.place === 'among-others' && frame.isServers && command?.inGroups === true;
      const isBare = Object.keys(options).length === 0;
      return {
        saying: command === undefined ? { text: `/${name}` } : { command: { name: command.name, args: options } },
        form: isBare ? { verb: name, accountId: undefined } : null,
        isPress: false,
        inPlace: false,
        isOpen,
        isGroups: isOpen,
      };
    }
    case 'press': {
      const pressed = pressedOf(interaction.customId);
      const verb = pressed.verb === PICK ? (interaction.chosen ?? '') : pressed.verb;
      const { accountId } = pressed;
      return {
        // Where its form is not shown, a button to write a reason shows the proposal as it stands.
        saying: {
          verb: verb.startsWith(SAY) ? verb.slice(SAY.length) : verb,
          ...(accountId !== undefined && { accountId }),
          ...(interaction.shownAt !== null && { shownAt: interaction.shownAt }),
        },
        form: { verb, accountId },
        isPress: true,
        inPlace: isStep(verb),
        isOpen: false,
        isGroups: frame.place === 'among-others' && frame.isServers && verb.startsWith(ABOUT_GROUP),
      };
    }
    case 'form': {
      const pressed = pressedOf(interaction.customId);
      const saying = saidByForm(pressed, interaction.fields);
      const { isFromMessage: isPress } = interaction;
      return {
        saying,
        form: null,
        isPress,
        inPlace: isPress && isStep(saying.verb ?? ''),
        isOpen: false,
        isGroups: false,
      };
    }
  }
}

function isStep(verb: string): boolean {
  return verb.startsWith(`${DIALOG_VERB} `);
}

/** A form nobody could send in with effect is not shown: the command itself says who may. */
function mayOpen({ caller }: KnownPerson, { verb }: Pressed): boolean {
  const word = verb.split(' ')[0] ?? '';
  const command = COMMANDS.find(({ name, aliases }) => name === word || aliases.some((one) => one.word === word));
  return command === undefined || may(caller, needOf(command, {}));
}

/** A form about a proposal that is already decided is not shown: the card says what happened instead. */
async function isStillAsked(deps: InteractionDeps, { caller }: KnownPerson, pressed: Pressed | null): Promise<boolean> {
  const [, proposalId, revision] = / (p_\S+) (\d+)$/.exec(pressed?.verb ?? '') ?? [];
  if (proposalId === undefined) return true;
  const asked = deps.useCases
    .proposal(caller, proposalId)
    .then((found) => !found.ok || (found.value.status === 'pending' && String(found.value.revision) === revision));
  // Where that cannot be known in time the form is shown, and its answer finds out.
  return Promise.race([asked.catch(() => true), deps.patience().then(() => true)]);
}

async function answer(
  deps: InteractionDeps,
  person: KnownPerson,
  { frame, turn }: { readonly frame: Frame; readonly turn: Turn },
): Promise<Answered> {
  const { caller, language } = person;
  const ephemeral = frame.place === 'among-others' && !turn.isOpen;
  const where = async (): Promise<Chat> =>
    turn.isGroups
      ? { id: `discord ${frame.channelId ?? ''}`, kind: 'group', group: await deps.groupOf(frame) }
      : PRIVATE_CHAT;
  const working = where()
    .then((chat) =>
      converse(
        { useCases: deps.useCases, dialogs: deps.dialogs, newId: deps.newId },
        { caller, chat, reader: readerOf(language, person.zone), now: deps.now(), said: turn.saying },
      ),
    )
    .then((cards) => (cards.length > 0 ? cards : [plainCard(wordsFor(language).chat.dialogGone)]))
    .catch(() => [plainCard(wordsFor(language).discord.unanswered, { tone: 'error' })])
    .then((cards) => withoutStanding(deps, cards, { person, frame, turn }));
  const cards = await Promise.race([working, deps.patience().then(() => null)]);
  const stays = frame.place === 'alone';
  const drawn = (card: Card, as: FollowUp['as']): FollowUp => ({
    token: frame.token,
    applicationId: frame.applicationId,
    ...{ as, card, ephemeral, stays, isOpen: turn.isOpen },
    message: renderForDiscord(card, { language, origin: deps.origin }),
  });
  const flags = flagsOf(ephemeral);
  if (cards !== null) {
    const [first, ...rest] = cards;
    if (first === undefined) return { response: { type: RESPONSE.updateLater }, followUps: nothingMore };
    const original = drawn(first, 'original');
    const type = turn.inPlace ? RESPONSE.update : RESPONSE.message;
    const more = rest.map((card) => drawn(card, 'new'));
    // The first answer cannot carry a picture, and does not say which message it became: both come with a second touch.
    const needsTouch = first.picture !== null || (stays && first.stands !== null);
    return {
      response: { type, data: { ...original.message, ...flags } },
      followUps: Promise.resolve(needsTouch ? [original, ...more] : more),
    };
  }
  // A press that is still worked on leaves its message as it is; what comes of it is a message of its own.
  const response: APIInteractionResponse = turn.isPress
    ? { type: RESPONSE.updateLater }
    : { type: RESPONSE.messageLater, data: flags };
  const isReplaced = turn.inPlace || !turn.isPress;
  const followUps = working.then((found) =>
    found.map((card, place) => drawn(card, isReplaced && place === 0 ? 'original' : 'new')),
  );
  return { response, followUps };
}

/** What a press changed where it stands is not said a second time. */
async function withoutStanding(
  deps: InteractionDeps,
  cards: readonly Card[],
  { person, frame, turn }: { readonly person: KnownPerson; readonly frame: Frame; readonly turn: Turn },
): Promise<readonly Card[]> {
  if (frame.place !== 'alone' || !turn.isPress) return cards;
  const left: Card[] = [];
  for (const [place, card] of cards.entries()) {
    const isStep = turn.inPlace && place === 0;
    const stood = !isStep && card.stands !== null && (await deps.redraw(person, frame.user, card.stands));
    if (!stood) left.push(card);
  }
  return left;
}

/** One conversation per person, whether alone with the bot or by answers only they see in a server. */
const PRIVATE_CHAT: Chat = { id: 'discord', kind: 'private' };

function flagsOf(ephemeral: boolean): { flags?: MessageFlags.Ephemeral } {
  return ephemeral ? { flags: FLAG.ephemeral } : {};
}

async function complete(
  deps: InteractionDeps,
  person: KnownPerson | null,
  typing: Extract<Interaction, { kind: 'complete' }>,
): Promise<Answered> {
  const found = person === null ? [] : completed({ ...person, useCases: deps.useCases }, typing).catch(() => []);
  // Nothing can follow later: whoever types on asks again.
  const choices = await Promise.race([found, deps.patience().then(() => [])]);
  return { response: { type: RESPONSE.choices, data: { choices } }, followUps: nothingMore };
}

/** Nobody linked: nothing is said but how to link. */
async function greeting(
  deps: InteractionDeps,
  person: KnownPerson | null,
  interaction: Exclude<Interaction, { kind: 'ping' | 'complete' }>,
): Promise<Answered> {
  const { frame } = interaction;
  const code = interaction.kind === 'command' ? linkCodeOf(interaction) : null;
  const language = person?.language ?? languageOf(frame);
  const stays = frame.place === 'alone';
  const greeted = deps.greet(frame.user, { code, language });
  const draw = (card: Card): DiscordMessage => renderForDiscord(card, { language, origin: deps.origin });
  const drawn = (card: Card, as: FollowUp['as']): FollowUp => ({
    token: frame.token,
    applicationId: frame.applicationId,
    ...{ as, card, message: draw(card), ephemeral: !stays, stays, isOpen: false },
  });
  const flags = flagsOf(!stays);
  // Taking a code asks more of the house than a command does.
  const cards = await Promise.race([greeted, deps.patience().then(() => null)]);
  if (cards === null) {
    const followUps = greeted
      .catch((): readonly Card[] => [plainCard(wordsFor(language).discord.unanswered, { tone: 'error' })])
      .then((found) => found.map((card, place) => drawn(card, place === 0 ? 'original' : 'new')));
    return { response: { type: RESPONSE.messageLater, data: flags }, followUps };
  }
  const [first, ...rest] = cards;
  return {
    response: { type: RESPONSE.message, data: { ...draw(first), ...flags } },
    followUps: Promise.resolve(rest.map((card) => drawn(card, 'new'))),
  };
}

/** `/link CODE`. */
function linkCodeOf({ name, options }: Extract<Interaction, { kind: 'command' }>): string | null {
  return name === LINK ? (options['code'] ?? null) : null;
}

function languageOf({ locale }: Frame): Language {
  return locale === 'ko' ? 'ko' : 'en';
}
