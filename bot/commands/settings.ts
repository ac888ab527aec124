import { z } from 'zod';
import { LANGUAGES } from '#shared/contract/session.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { button, rows } from '../cards/card.ts';
import { plainCard } from '../cards/context.ts';
import { drawn } from './asking.ts';
import { command } from './command.ts';

/** The language; `/lang ko` sets it at once. The rest of the settings is in the app. */
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
    return Promise.resolve([
      plainCard(words.account.settingsTitle, {
        lines: [words.account.settingsLanguage({ language: languages[reader.language] }), words.account.settingsMore],
        buttons: rows(choices),
      }),
    ]);
  },
});
