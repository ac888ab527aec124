import {
  ActionRowBuilder,
  ButtonBuilder,
  EmbedBuilder,
  LabelBuilder,
  ModalBuilder,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  StringSelectMenuOptionBuilder,
  TextInputBuilder,
  type MessageActionRowComponentBuilder,
} from '@discordjs/builders';
import type {
  APIApplicationCommandStringOption,
  APIInteractionResponse,
  APIMessageTopLevelComponent,
  APIModalInteractionResponseCallbackData,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { COMPONENT, RESPONSE } from './codes.ts';
import { CHOICES_MAX, CONTENT_MAX, ROWS_MAX } from './limits.ts';
import type { DiscordMessage } from './render-for-discord.ts';

/*
 * Only for tests: everything that is sent goes through the builders, whose setters hold Discord's limits and throw on
 * what Discord would refuse.
 */

/** Throws on a response that Discord would refuse. */
export function checkResponse(response: APIInteractionResponse): void {
  switch (response.type) {
    case RESPONSE.message:
    case RESPONSE.update:
      checkMessage(response.data as DiscordMessage);
      return;
    case RESPONSE.modal:
      checkModal(response.data);
      return;
    case RESPONSE.choices: {
      const choices = response.data.choices ?? [];
      if (choices.length > CHOICES_MAX) throw new Error(`${choices.length} choices`);
      new SlashCommandBuilder()
        .setName('check')
        .setDescription('check')
        .addStringOption((option) =>
          option
            .setName('o')
            .setDescription('o')
            .setChoices(...choices.map(({ name, value }) => ({ name, value: String(value) }))),
        )
        .toJSON();
      return;
    }
    default:
      return;
  }
}

export function checkMessage({ content, embeds, components, allowed_mentions: mentions }: DiscordMessage): void {
  if (content == null || content === '' || content.length > CONTENT_MAX) throw new Error(`content: ${content}`);
  if (mentions?.parse?.length !== 0 || 'users' in mentions || 'roles' in mentions) throw new Error('it may mention');
  for (const { description } of embeds ?? []) new EmbedBuilder().setDescription(description ?? null).toJSON();
  const rows = components ?? [];
  if (rows.length > ROWS_MAX) throw new Error(`${rows.length} rows`);
  const ids = rows.flatMap(checkRow);
  if (new Set(ids).size !== ids.length) throw new Error(`custom ids twice: ${ids.join(' ')}`);
}

function checkRow(row: APIMessageTopLevelComponent): string[] {
  if (row.type !== COMPONENT.row) throw new Error(`not a row: ${row.type}`);
  if (row.components.length < 1 || row.components.length > 5) throw new Error(`${row.components.length} in a row`);
  const ids: string[] = [];
  const checked = row.components.map((component): MessageActionRowComponentBuilder => {
    if (component.type === COMPONENT.select) {
      ids.push(component.custom_id);
      const select = new StringSelectMenuBuilder().setCustomId(component.custom_id);
      return select
        .setPlaceholder(component.placeholder ?? '')
        .setOptions(
          ...component.options.map(({ label, value }) =>
            new StringSelectMenuOptionBuilder().setLabel(label).setValue(value),
          ),
        );
    }
    if (component.type !== COMPONENT.button) throw new Error(`neither button nor select: ${component.type}`);
    const built = new ButtonBuilder().setStyle(component.style);
    if ('label' in component && component.label !== undefined) built.setLabel(component.label);
    if ('url' in component) return built.setURL(component.url);
    if (!('custom_id' in component)) throw new Error('a button without an id');
    ids.push(component.custom_id);
    return built.setCustomId(component.custom_id).setDisabled(component.disabled ?? false);
  });
  new ActionRowBuilder<MessageActionRowComponentBuilder>().setComponents(...checked).toJSON();
  return ids;
}

export function checkModal({ custom_id: id, title, components }: APIModalInteractionResponseCallbackData): void {
  const labels = components.map((one) => {
    if (one.type !== COMPONENT.label) throw new Error(`not a label: ${one.type}`);
    const label = new LabelBuilder().setLabel(one.label);
    const { component } = one;
    if (component.type === COMPONENT.select) {
      return label.setStringSelectMenuComponent(
        new StringSelectMenuBuilder()
          .setCustomId(component.custom_id)
          .setOptions(
            ...component.options.map(({ label: text, value }) =>
              new StringSelectMenuOptionBuilder().setLabel(text).setValue(value),
            ),
          ),
      );
    }
    if (component.type !== COMPONENT.textInput) throw new Error(`not a field: ${component.type}`);
    const input = new TextInputBuilder().setCustomId(component.custom_id).setStyle(component.style);
    if (component.max_length !== undefined) input.setMaxLength(component.max_length);
    if (component.placeholder !== undefined) input.setPlaceholder(component.placeholder);
    return label.setTextInputComponent(input);
  });
  new ModalBuilder()
    .setCustomId(id)
    .setTitle(title)
    .setLabelComponents(...labels)
    .toJSON();
}

function localized(map: { readonly ko?: string | null | undefined } | null | undefined): { ko: string } | null {
  return map?.ko == null ? null : { ko: map.ko };
}

export function checkSlashCommand(command: RESTPostAPIChatInputApplicationCommandsJSONBody): void {
  const built = new SlashCommandBuilder()
    .setName(command.name)
    .setNameLocalizations(localized(command.name_localizations))
    .setDescription(command.description)
    .setDescriptionLocalizations(localized(command.description_localizations))
    .setContexts(...(command.contexts ?? []))
    .setIntegrationTypes(...(command.integration_types ?? []));
  for (const option of (command.options ?? []) as APIApplicationCommandStringOption[]) {
    built.addStringOption((made) => {
      made
        .setName(option.name)
        .setNameLocalizations(localized(option.name_localizations))
        .setDescription(option.description)
        .setDescriptionLocalizations(localized(option.description_localizations))
        .setRequired(option.required ?? false);
      if (option.autocomplete === true) made.setAutocomplete(true);
      else if ('choices' in option) made.setChoices(...(option.choices ?? []));
      return made;
    });
  }
  built.toJSON();
}
