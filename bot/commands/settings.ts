import { z } from 'zod';
import { LANGUAGES } from '#shared/contract/session.ts';
import { accountName } from '#shared/words/account-name.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { button, rows } from '../cards/card.ts';
import { plainCard } from '../cards/context.ts';
import { drawn } from './asking.ts';
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

/** The language; `/lang ko` sets it at once. What one is on each account; the rest of the settings is in the app. */
export const settings = command({
  name: 'settings',
  korean: ['설정'],
  aliases: ['link', 'unlink', 'whoami', 'lang', 'mute', 'configuration'].map((word) => ({ word })),
  purpose: 'setup',
  role: 'read',
  inMenu: false,
  inGroups: false,
  args: z.object({ language: z.string().optional() }),
  positional: ['language'],
  run: (context, { language: said }) => {
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
