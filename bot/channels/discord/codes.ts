import type {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ButtonStyle,
  ComponentType,
  InteractionContextType,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
  TextInputStyle,
} from 'discord-api-types/v10';

/*
 * Discord's numbers under its own names. The types come from discord-api-types; its values do not, because they would
 * bring the whole package into the Worker.
 */
export const INTERACTION = {
  ping: 1 as InteractionType.Ping,
  command: 2 as InteractionType.ApplicationCommand,
  component: 3 as InteractionType.MessageComponent,
  autocomplete: 4 as InteractionType.ApplicationCommandAutocomplete,
  modal: 5 as InteractionType.ModalSubmit,
} as const;

export const RESPONSE = {
  pong: 1 as InteractionResponseType.Pong,
  message: 4 as InteractionResponseType.ChannelMessageWithSource,
  messageLater: 5 as InteractionResponseType.DeferredChannelMessageWithSource,
  updateLater: 6 as InteractionResponseType.DeferredMessageUpdate,
  update: 7 as InteractionResponseType.UpdateMessage,
  choices: 8 as InteractionResponseType.ApplicationCommandAutocompleteResult,
  modal: 9 as InteractionResponseType.Modal,
} as const;

export const COMPONENT = {
  row: 1 as ComponentType.ActionRow,
  button: 2 as ComponentType.Button,
  select: 3 as ComponentType.StringSelect,
  textInput: 4 as ComponentType.TextInput,
  label: 18 as ComponentType.Label,
} as const;

export const BUTTON = {
  primary: 1 as ButtonStyle.Primary,
  plain: 2 as ButtonStyle.Secondary,
  danger: 4 as ButtonStyle.Danger,
  link: 5 as ButtonStyle.Link,
} as const;

export const TEXT_INPUT = { short: 1 as TextInputStyle.Short, paragraph: 2 as TextInputStyle.Paragraph } as const;
export const FLAG = {
  ephemeral: 64 as MessageFlags.Ephemeral,
  silent: 4096 as MessageFlags.SuppressNotifications,
} as const;
export const SLASH = 1 as ApplicationCommandType.ChatInput;
export const OPTION_TEXT = 3 as ApplicationCommandOptionType.String;

/** Where a command may be used: a server, alone with the bot, a conversation of others. */
export const CONTEXT = {
  server: 0 as InteractionContextType.Guild,
  alone: 1 as InteractionContextType.BotDM,
  others: 2 as InteractionContextType.PrivateChannel,
} as const;

export const INSTALL = {
  server: 0 as ApplicationIntegrationType.GuildInstall,
  user: 1 as ApplicationIntegrationType.UserInstall,
} as const;
