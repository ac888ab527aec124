import type { AlertView } from '../contract/alert.ts';
import type { Language } from '../contract/session.ts';
import type { Words } from './en.ts';
import { figure, percent, price } from './format.ts';

/**
 * What an alert waits for, in words. `name` is what its instrument is called, `what` its indicator; empty where it has
 * none.
 */
export function alertText(
  alert: AlertView,
  {
    words,
    language,
    name,
    what,
  }: { readonly words: Words['alerts']; readonly language: Language; readonly name: string; readonly what: string },
): string {
  const { instrument, is, screen } = alert;
  if (screen !== null) return words.inScreen({ name: language === 'ko' ? screen.nameKo : screen.nameEn });
  if (is === null) return name;
  if (alert.price === null || instrument === null)
    return words.measured[is]({ name, what, value: figure(alert.value ?? 0, 4) });
  const reached = words.reaches[is]({ name, price: price(alert.price, instrument.currency, language) });
  if (alert.percent === null) return reached;
  return words.moved({ what: reached, percent: percent(alert.percent / 100, { signed: true }) });
}

/** Whether it is told once or again and again, or rests. */
export function alertHow({ state, repeats }: AlertView, words: Words['alerts']): string {
  if (state === 'resting') return words.resting;
  return repeats ? words.each : words.once;
}
