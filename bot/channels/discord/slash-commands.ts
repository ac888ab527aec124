import type {
  APIApplicationCommandOption,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { wordsFor } from '#shared/words/catalogue.ts';
import { COMMANDS } from '../../commands/index.ts';
import { CONTEXT, INSTALL, OPTION_TEXT, SLASH } from './codes.ts';
import { cut, DESCRIPTION_MAX } from './limits.ts';
import { optionsOf, type CommandOption } from './options.ts';

/** Not a command of the conversation: it is how somebody nobody knows yet becomes known. */
export const LINK = 'link';

type SlashCommand = RESTPostAPIChatInputApplicationCommandsJSONBody;

const en = wordsFor('en');
const ko = wordsFor('ko');

/** Everything that is registered with Discord, made from the list of commands: one `PUT` replaces what stood there. */
export function slashCommands(): SlashCommand[] {
  const link = slash({
    name: LINK,
    korean: ko.discord.linkName,
    about: { en: en.discord.linkAbout, ko: ko.discord.linkAbout },
    options: [{ name: 'code', offer: { kind: 'free' } }],
  });
  const all = COMMANDS.map((command) =>
    slash({
      name: command.name,
      korean: command.korean[0],
      about: { en: en.commands[command.name], ko: ko.commands[command.name] },
      options: optionsOf(command),
    }),
  );
  return [...all, link];
}

function slash(of: {
  readonly name: string;
  readonly korean: string;
  readonly about: { readonly en: string; readonly ko: string };
  readonly options: readonly CommandOption[];
}): SlashCommand {
  return {
    type: SLASH,
    name: of.name,
    name_localizations: { ko: of.korean },
    description: cut(of.about.en, DESCRIPTION_MAX),
    description_localizations: { ko: cut(of.about.ko, DESCRIPTION_MAX) },
    contexts: [CONTEXT.server, CONTEXT.alone, CONTEXT.others],
    integration_types: [INSTALL.server, INSTALL.user],
    options: of.options.map(drawn),
  };
}

/** None is required: a command without its argument offers choices. */
function drawn({ name, offer }: CommandOption): APIApplicationCommandOption {
  const common = {
    type: OPTION_TEXT,
    name,
    name_localizations: { ko: ko.discord.options[name].name },
    description: cut(en.discord.options[name].about, DESCRIPTION_MAX),
    description_localizations: { ko: cut(ko.discord.options[name].about, DESCRIPTION_MAX) },
    required: false,
  } as const;
  if (offer.kind === 'completes') return { ...common, autocomplete: true };
  if (offer.kind === 'free') return common;
  const korean = offer.of(ko);
  return {
    ...common,
    choices: Object.entries(offer.of(en)).map(([value, label]) => ({
      name: label,
      name_localizations: { ko: korean[value] ?? label },
      value,
    })),
  };
}
