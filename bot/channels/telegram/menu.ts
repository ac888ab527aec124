import { LANGUAGES } from '#shared/contract/session.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { COMMANDS } from '../../commands/index.ts';
import { MENU_DESCRIPTION_CHARACTERS } from './limits.ts';

/** One `setMyCommands`: for whom, in which language. Telegram takes Latin names only; Korean words are typed as text. */
export interface TelegramMenu {
  readonly scope: 'all_private_chats' | 'all_group_chats';
  /** Absent: for everybody whose language has no menu of its own. */
  readonly language?: string;
  readonly commands: readonly { readonly command: string; readonly description: string }[];
}

/** The menus follow from the list of commands: ten in private, those open to groups there. */
export function telegramMenus(): TelegramMenu[] {
  const menus: TelegramMenu[] = [];
  for (const scope of ['all_private_chats', 'all_group_chats'] as const) {
    const shown = COMMANDS.filter(({ inMenu, inGroups }) => inMenu && (scope === 'all_private_chats' || inGroups));
    for (const language of [undefined, ...LANGUAGES.filter((one) => one !== 'en')]) {
      const words = wordsFor(language ?? 'en');
      const commands = shown.map(({ name }) => ({
        command: name,
        description: words.commands[name].slice(0, MENU_DESCRIPTION_CHARACTERS),
      }));
      menus.push({ scope, ...(language !== undefined && { language }), commands });
    }
  }
  return menus;
}
