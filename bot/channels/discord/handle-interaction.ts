import type { APIInteractionResponse, MessageFlags } from 'discord-api-types/v10';
import type { Language } from '#shared/contract/session.ts';
import { may, type Caller } from '#shared/domain/caller.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { readerOf } from '#shared/words/format-time.ts';
import type { Card } from '../../cards/card.ts';
import { plainCard } from '../../cards/context.ts';
import type { Chat } from '../../commands/command.ts';
import { COMMANDS } from '../../commands/index.ts';
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
  /** What somebody nobody knows is told; with a code, after it was tried. */
  greet(user: Frame['user'], about: { readonly code: string | null; readonly language: Language }): Promise<Card>;
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
  /** Whether the answer takes the place of the message that was pressed: the steps of one question are one message. */
  readonly inPlace: boolean;
  /** Where others read along, what everybody there may see is shown to them; all else to this person only. */
  readonly isOpen: boolean;
}

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
        inPlace: false,
        isOpen,
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
        },
        form: { verb, accountId },
        inPlace: isStep(verb),
        isOpen: false,
      };
    }
    case 'form': {
      const pressed = pressedOf(interaction.customId);
      const saying = saidByForm(pressed, interaction.fields);
      return { saying, form: null, inPlace: interaction.isFromMessage && isStep(saying.verb ?? ''), isOpen: false };
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
  return command === undefined || may(caller, command.role);
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
  const chat: Chat = turn.isOpen ? { id: `discord ${frame.channelId ?? ''}`, kind: 'group' } : PRIVATE_CHAT;
  const working = converse(
    { useCases: deps.useCases, dialogs: deps.dialogs, newId: deps.newId },
    { caller, chat, reader: readerOf(language, person.zone), now: deps.now(), said: turn.saying },
  )
    .then((cards) => (cards.length > 0 ? cards : [plainCard(wordsFor(language).chat.dialogGone)]))
    .catch(() => [plainCard(wordsFor(language).discord.unanswered, { tone: 'error' })])
    .then((cards) => cards.map((card) => renderForDiscord(card, { language, origin: deps.origin })));
  const messages = await Promise.race([working, deps.patience().then(() => null)]);
  const frameOf = { token: frame.token, applicationId: frame.applicationId, ephemeral };
  const more = (rest: readonly DiscordMessage[]): FollowUp[] =>
    rest.map((message) => ({ ...frameOf, as: 'new', message }));
  const flags = flagsOf(ephemeral);
  if (messages !== null) {
    const [first, ...rest] = messages;
    const type = turn.inPlace ? RESPONSE.update : RESPONSE.message;
    return { response: { type, data: { ...first, ...flags } }, followUps: Promise.resolve(more(rest)) };
  }
  const response: APIInteractionResponse = turn.inPlace
    ? { type: RESPONSE.updateLater }
    : { type: RESPONSE.messageLater, data: flags };
  const followUps = working.then(([first, ...rest]) =>
    first === undefined ? [] : [{ ...frameOf, as: 'original' as const, message: first }, ...more(rest)],
  );
  return { response, followUps };
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
  const choices =
    person === null ? [] : await completed({ ...person, useCases: deps.useCases }, typing).catch(() => []);
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
  const card = await deps.greet(frame.user, { code, language });
  const data = { ...renderForDiscord(card, { language, origin: deps.origin }), ...flagsOf(frame.place !== 'alone') };
  return { response: { type: RESPONSE.message, data }, followUps: nothingMore };
}

/** `/link CODE`. */
function linkCodeOf({ name, options }: Extract<Interaction, { kind: 'command' }>): string | null {
  return name === LINK ? (options['code'] ?? null) : null;
}

function languageOf({ locale }: Frame): Language {
  return locale === 'ko' ? 'ko' : 'en';
}
