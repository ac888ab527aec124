import type { BotPreview } from '../contract/bot.ts';
import type { BotSizing, SizingMethod, SizingNumber } from '../domain/bot-sizing.ts';
import type { Words } from './en.ts';
import { percent } from './format.ts';

type SizingWords = Pick<Words['bots'], 'sizing' | 'previewSized'>;

/** A bot's way to a size with its numbers, in a sentence. */
export function sizingText(chosen: BotSizing, { sizing }: SizingWords): string {
  const { chosen: says } = sizing;
  switch (chosen.method) {
    case 'profile':
      return says.profile;
    case 'fixed-fraction':
    case 'volatility-target':
      return says[chosen.method]({ fraction: percent(chosen.fraction, { digits: 2 }) });
    case 'equal-weight':
      return says['equal-weight'](chosen);
    case 'capped-kelly':
      return says['capped-kelly']({
        fraction: percent(chosen.fraction, { digits: 2 }),
        max: percent(chosen.max, { digits: 2 }),
      });
  }
}

/** What it makes of one position, beside the largest one; `money` writes amounts. */
export function sizedText(
  { method, position, at }: NonNullable<BotPreview['sized']>,
  { previewSized }: SizingWords,
  money: (amount: string) => string,
): string {
  return previewSized[method]({ position: money(position), at: at === null ? '' : percent(at) });
}

/** What people set of it. */
export function sizingNumberText(method: SizingMethod, name: SizingNumber, { sizing }: SizingWords): string {
  const { numbers } = sizing;
  if (name !== 'fraction') return numbers[name];
  return Object.hasOwn(numbers.fraction, method) ? numbers.fraction[method as keyof typeof numbers.fraction] : '';
}
