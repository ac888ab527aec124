import type { Failure } from '#shared/contract/errors.ts';
import { errorText, hasWords, reasonText, wordsFor } from '#shared/words/catalogue.ts';
import type { FillContext } from '#shared/words/fill.ts';
import type { Reader } from '#shared/words/format-time.ts';
import { button, link, rows, type Card, type CardButton } from './card.ts';
import { plainCard } from './context.ts';

/** What went wrong in one sentence, why when a limit said no, and the nearest right things to do. */
export function errorCard(failure: Failure, reader: Reader, next: readonly CardButton[] = []): Card {
  const words = wordsFor(reader.language);
  const about: FillContext = { reader, currency: reader.language === 'ko' ? 'KRW' : 'USD' };
  const lines = [errorText(failure, about)];
  const code = failure.values?.['reason'];
  if (typeof code === 'string' && hasWords(code)) {
    lines.push(words.proposal.because(reasonText({ code, values: failure.values ?? {} }, about)));
  }
  const help = button(commandLabel('help', reader), 'help');
  // A chat proves nobody: where a person can, the app opens.
  const open = failure.code === 'step-up-required' && link(words.chat.openApp, '/');
  return plainCard(words.chat.failedTitle, {
    lines,
    buttons: rows(next.length > 0 ? [...next] : [open, help]),
    tone: 'error',
  });
}

/** A command as a button says it. */
export function commandLabel(name: 'help' | 'pending' | 'today' | 'positions', { language }: Reader): string {
  const words = wordsFor(language);
  const { pending, today, positions } = words.account.buttons;
  return { help: words.chat.helpTitle, pending, today, positions }[name];
}
