import type {
  APIInteractionResponse,
  APIMessageTopLevelComponent,
  APIModalInteractionResponseCallbackData,
} from 'discord-api-types/v10';
import type { Language } from '#shared/contract/session.ts';
import { SCOPES, type Caller, type Scope } from '#shared/domain/caller.ts';
import type { UserId } from '#shared/domain/ids.ts';
import { plainCard } from '../../cards/context.ts';
import { NOW } from '../../testing/builders.ts';
import { fakeState, fakeUseCases, type FakeState } from '../../testing/fake-use-cases.ts';
import type { House } from '../../testing/house.ts';
import { memoryDialogs } from '../../testing/memory-dialogs.ts';
import { checkMessage, checkResponse } from './builders-check.ts';
import { BUTTON, COMPONENT, INTERACTION, RESPONSE } from './codes.ts';
import { handleInteraction, type Answered, type InteractionDeps } from './handle-interaction.ts';
import { readInteraction } from './interaction.ts';
import type { DiscordMessage } from './render-for-discord.ts';

export interface Setting {
  readonly place?: 'alone' | 'server' | 'elsewhere';
  readonly state?: Partial<FakeState>;
  readonly scopes?: readonly Scope[];
  /** Nobody has linked this Discord user. */
  readonly isUnknown?: boolean;
  /** Proposals and orders whose message stands in the conversation. */
  readonly standing?: readonly string[];
  /** The account the server channel is told of; absent: the default one. */
  readonly told?: string | null;
  /** Whether the first answer has to be given before the work is done. */
  readonly isHurried?: boolean;
  /** Another house than the one of `bot/testing`. */
  readonly house?: House;
}

/** Somebody at Discord, who types slash commands, presses buttons by their label and fills in forms. */
export interface DiscordPerson {
  readonly state: FakeState;
  /** Everything that was said so far, as they see it. */
  readonly transcript: string[];
  commands(name: string, options?: Readonly<Record<string, string>>): Promise<Answered>;
  /** `ageMs`: of the message whose button it is. */
  presses(label: string, ageMs?: number): Promise<Answered>;
  /** The form on the screen, by the labels of its fields. */
  fillsIn(fields: Readonly<Record<string, string>>): Promise<Answered>;
  types(name: string, option: string, text: string): Promise<readonly string[]>;
  /** Puts a message above, as an alert would. */
  reads(message: DiscordMessage): void;
}

export const DISCORD_CALLER: Caller = { userId: 'u_1' as UserId, channel: 'discord', scopes: SCOPES, accountIds: null };

export function aDiscordPerson(language: Language, setting: Setting = {}): DiscordPerson {
  const { place = 'alone', scopes = SCOPES, isUnknown = false, isHurried = false } = setting;
  const state = fakeState(setting.state);
  const { useCases, now } = setting.house ?? { useCases: fakeUseCases(state), now: () => NOW };
  const transcript: string[] = [];
  const shown: DiscordMessage[] = [];
  let form: APIModalInteractionResponseCallbackData | null = null;
  let made = 0;
  const deps: InteractionDeps = {
    ...{ useCases, now },
    dialogs: memoryDialogs(),
    newId: () => `01K9XQ4T0A5B6C7D8E9F0G1${String((made += 1)).padStart(3, '0')}`,
    personOf: () => Promise.resolve(isUnknown ? null : { caller: { ...DISCORD_CALLER, scopes }, language }),
    greet: async (_user, { code }) => {
      if (isHurried) await new Promise((resolve) => setTimeout(resolve, 0));
      return [plainCard(code === null ? 'how to link' : `code ${code}`)];
    },
    groupOf: ({ channelId }) =>
      Promise.resolve({
        place: { channel: 'discord', chatId: channelId ?? '', threadId: null, name: '#money' },
        accountId: setting.told === undefined ? state.account.id : setting.told,
      }),
    redraw: (_person, _user, subject) => Promise.resolve(setting.standing?.includes(subject) === true),
    patience: () => (isHurried ? Promise.resolve() : new Promise(() => undefined)),
    origin: null,
  };
  const frame = {
    application_id: '900',
    token: 'interaction-token',
    version: 1,
    locale: language === 'ko' ? 'ko' : 'en-US',
    channel_id: '700',
    ...(place === 'alone'
      ? { user: { id: '42', username: 'mina' }, context: 1, authorizing_integration_owners: { '1': '42' } }
      : {
          guild_id: '600',
          member: { user: { id: '42', username: 'mina' } },
          context: 0,
          authorizing_integration_owners: place === 'server' ? { '0': '600' } : { '1': '42' },
        }),
  };

  const show = (message: DiscordMessage, { isPrivate = false, inPlace = false } = {}): void => {
    checkMessage(message);
    transcript.push(`${inPlace ? '(instead) ' : ''}${isPrivate ? '(only you) ' : ''}${messageText(message)}`);
    shown.push(message);
  };
  const interact = async (more: Readonly<Record<string, unknown>>): Promise<Answered> => {
    const interaction = readInteraction({ ...frame, id: String(1000 + (made += 1)), ...more });
    if (interaction === null) throw new Error('no interaction');
    const answered = await handleInteraction(deps, interaction);
    checkResponse(answered.response);
    form = null;
    draw(answered.response);
    const isDeferred =
      answered.response.type === RESPONSE.messageLater || answered.response.type === RESPONSE.updateLater;
    for (const { message, as, ephemeral, card } of await answered.followUps) {
      // The same words again, with a picture.
      if (as === 'original' && !isDeferred) {
        checkMessage(message);
        if (card.picture !== null) transcript.push(`(picture) ${card.picture.kind}`);
      } else show(message, { isPrivate: ephemeral, inPlace: as === 'original' });
    }
    return answered;
  };
  const draw = (response: APIInteractionResponse): void => {
    if (response.type === RESPONSE.message || response.type === RESPONSE.update) {
      const { flags = 0 } = response.data ?? {};
      show(response.data as DiscordMessage, { isPrivate: flags !== 0, inPlace: response.type === RESPONSE.update });
    }
    if (response.type === RESPONSE.modal) {
      form = response.data;
      transcript.push(`(form) ${[form.title, ...fieldsOf(form).map(({ label }) => `${label}: ____`)].join('\n')}`);
    }
  };

  return {
    state,
    transcript,
    reads: show,
    commands: (name, options = {}) => {
      const given = Object.entries(options).map(([option, value]) => ({ name: option, type: 3, value }));
      transcript.push(`> /${[name, ...given.map((one) => `${one.name}:${one.value}`)].join(' ')}`);
      return interact({ type: INTERACTION.command, data: { id: '1', name, type: 1, options: given } });
    },
    presses: (label, ageMs = 0) => {
      const found = shown
        .flatMap(({ components }) => pressable(components ?? []))
        .findLast((one) => one.label.startsWith(label));
      if (found === undefined) throw new Error(`no button ${label} in:\n${transcript.join('\n\n')}`);
      transcript.push(`> [${found.label}]`);
      const data = { custom_id: found.id, component_type: found.value === null ? COMPONENT.button : COMPONENT.select };
      const timestamp = new Date(now() - ageMs).toISOString();
      const message = { id: '5', flags: place === 'alone' ? 0 : 64, timestamp, edited_timestamp: null };
      return interact({
        type: INTERACTION.component,
        message,
        data: found.value === null ? data : { ...data, values: [found.value] },
      });
    },
    fillsIn: (fields) => {
      if (form === null) throw new Error('no form is open');
      const filled = fieldsOf(form).map(({ id, label, options }) => {
        const said = fields[label] ?? '';
        return options === null
          ? { type: COMPONENT.label, component: { type: COMPONENT.textInput, custom_id: id, value: said } }
          : {
              type: COMPONENT.label,
              component: {
                type: COMPONENT.select,
                custom_id: id,
                values: options.filter((one) => one.label === said).map(({ value }) => value),
              },
            };
      });
      transcript.push(
        `> ${Object.entries(fields)
          .map(([label, said]) => `${label}: ${said}`)
          .join('\n> ')}`,
      );
      return interact({
        type: INTERACTION.modal,
        message: { id: '5' },
        data: { custom_id: form.custom_id, components: filled },
      });
    },
    types: async (name, option, text) => {
      const { response } = await interact({
        type: INTERACTION.autocomplete,
        data: { id: '1', name, type: 1, options: [{ name: option, type: 3, value: text, focused: true }] },
      });
      return response.type === RESPONSE.choices ? (response.data.choices ?? []).map((choice) => choice.name) : [];
    },
  };
}

interface FormField {
  readonly label: string;
  readonly id: string;
  /** Of a field that is chosen, not written. */
  readonly options: readonly { readonly label: string; readonly value: string }[] | null;
}

function fieldsOf(form: APIModalInteractionResponseCallbackData): FormField[] {
  return form.components.flatMap((one): FormField[] => {
    if (one.type !== COMPONENT.label) return [];
    const { label, component } = one;
    if (component.type === COMPONENT.textInput) return [{ label, id: component.custom_id, options: null }];
    return component.type === COMPONENT.select ? [{ label, id: component.custom_id, options: component.options }] : [];
  });
}

interface Pressable {
  readonly label: string;
  readonly id: string;
  /** Of a list to choose from. */
  readonly value: string | null;
}

function pressable(rows: readonly APIMessageTopLevelComponent[]): Pressable[] {
  return rows.flatMap((row) =>
    row.type !== COMPONENT.row
      ? []
      : row.components.flatMap((component): Pressable[] => {
          if (component.type === COMPONENT.select)
            return component.options.map(({ label, value }) => ({ label, id: component.custom_id, value }));
          if (component.type !== COMPONENT.button || component.style === BUTTON.link || !('custom_id' in component))
            return [];
          return [{ label: component.label ?? '', id: component.custom_id, value: null }];
        }),
  );
}

/** A message as a person reads it: without the marks that keep it plain. */
export function messageText({ content, embeds, components }: DiscordMessage): string {
  const shownText = (text: string): string =>
    text.replace(/\\([^a-zA-Z0-9\s])/g, '$1').replace(/^\*\*(.*)\*\*$/m, '$1');
  const rows = (components ?? []).map((row) =>
    pressable([row])
      .map(({ label, value }) => (value === null ? `[${label}]` : `{${label}}`))
      .join(' '),
  );
  return [content ?? '', ...(embeds ?? []).map(({ description }) => description ?? '')]
    .map(shownText)
    .concat(rows)
    .filter((line) => line !== '')
    .join('\n');
}
