import { wordsFor } from '#shared/words/catalogue.ts';
import type { TelegramPerson } from '../../src/testing/telegram-server/telegram-world.ts';
import type { ChatApps } from './chat-apps.ts';

/** Whatever is said to somebody who is not linked must be how to link. */
export function listenForStrangers(
  apps: ChatApps,
  linked: readonly TelegramPerson[],
  faults: string[],
): { readonly told: () => number; readonly stop: () => void } {
  const known = new Set(linked.map(({ id }) => id));
  const [messages, presses] = [apps.telegram.messages.length, apps.telegram.pressAnswers.length];
  const toStrangers = (): string[] =>
    apps.telegram.messages.slice(messages).flatMap(({ chatId, text }) => (known.has(chatId) ? [] : [text]));
  return {
    told: () => toStrangers().length,
    stop: () => {
      for (const text of toStrangers())
        if (!isForStrangers(text, 'telegram')) faults.push(`a stranger read at Telegram: ${text.slice(0, 200)}`);
      for (const { text } of apps.telegram.pressAnswers.slice(presses))
        if (text !== null && !isForStrangers(text, 'telegram')) faults.push(`an answer to a press: ${text}`);
    },
  };
}

export function isForStrangers(said: string, channel: 'telegram' | 'discord'): boolean {
  if (said === '') return true;
  return (['en', 'ko'] as const).some((language) => {
    const words = wordsFor(language);
    return said.replace(/<[^>]*>|\*/g, '').includes(words.channels.notLinked({ app: words.states.channels[channel] }));
  });
}
