import { z } from 'zod';
import { LANGUAGES } from '#shared/contract/session.ts';
import { accountName } from '#shared/words/account-name.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { button, rows } from '../cards/card.ts';
import { plainCard } from '../cards/context.ts';
import { drawn } from './asking.ts';
import { linkedCard, sound, unlink } from './chat-settings.ts';
import { command, type CommandContext } from './command.ts';

const ROLES_SHOWN = 8;

/** What the reader is on each account; nothing where nobody can say right now. */
async function yourRoles({ useCases, caller, words, reader }: CommandContext): Promise<string[]> {
  const [roles, accounts] = await Promise.all([useCases.roles(caller), useCases.accounts(caller)]);
  if (!roles.ok || !accounts.ok) return [];
  const known = new Map(accounts.value.items.map((account) => [account.id, account]));
  const lines = roles.value.items.flatMap(({ isYou, accountId, role }) => {
    const account = isYou ? known.get(accountId) : undefined;
    if (account === undefined) return [];
    const world = words.states.worlds[account.world];
    return words.roles.yours({
      account: accountName(account.name, reader.language),
      world,
      role: words.roles.names[role],
    });
  });
  return lines.length === 0 ? [words.roles.yoursNone] : [words.roles.yoursTitle, ...lines.slice(0, ROLES_SHOWN)];
}

/**
 * The language; `/lang ko` sets it at once. What one is on each account; what links, unlinks and quiets this chat. The
 * rest of the settings is in the app.
 */
export const settings = command({
  name: 'settings',
  korean: ['설정'],
  aliases: [
    ...['whoami', 'lang', 'configuration'].map((word) => ({ word })),
    { word: 'link', args: () => ['link'] },
    { word: '연결', args: () => ['link'] },
    { word: 'unlink', args: (given) => ['unlink', ...given] },
    { word: '연결끊기', args: (given) => ['unlink', ...given] },
    { word: 'mute', args: (given) => ['sound', ...given] },
    { word: '소리끄기', args: () => ['sound'] },
  ],
  purpose: 'setup',
  role: 'read',
  inMenu: false,
  inGroups: false,
  args: z.object({ language: z.string().optional(), setting: z.string().optional() }),
  positional: ['language', 'setting'],
  run: (context, { language: said, setting }) => {
    if (said === 'link') return Promise.resolve([linkedCard(context)]);
    if (said === 'unlink') return unlink(context, setting);
    if (said === 'sound') return sound(context, setting);
    const { words, reader, useCases, caller } = context;
    const { languages } = words.account;
    const wanted = LANGUAGES.find(
      (language) => said?.toLowerCase() === language || said?.toLowerCase() === languages[language].toLowerCase(),
    );
    if (wanted !== undefined) {
      const updated = useCases.updateMe(caller, { language: wanted });
      return drawn(context, updated, () => [plainCard(wordsFor(wanted).account.languageSet)]);
    }
    const choices = LANGUAGES.map((language) =>
      button(languages[language], `settings ${language}`, language === reader.language ? 'primary' : 'plain'),
    );
    return yourRoles(context).then((roles) => [
      plainCard(words.account.settingsTitle, {
        lines: [
          words.account.settingsLanguage({ language: languages[reader.language] }),
          ...roles,
          words.account.settingsMore,
        ],
        buttons: rows(choices),
      }),
    ]);
  },
});
