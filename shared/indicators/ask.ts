import { err, ok, type Result } from '../lib/result.ts';
import type { Indicator, IndicatorParams } from './indicator.ts';

/** An indicator with its parameters, as a name said it. */
export interface AskedIndicator {
  /** The whole name: `macd-12-26-9`. */
  readonly label: string;
  readonly indicator: Indicator;
  readonly params: IndicatorParams;
}

/** Why a name means nothing. */
export type AskFailure =
  | { readonly code: 'unknown-indicator'; readonly values: { readonly name: string } }
  | {
      readonly code: 'indicator-setting';
      readonly values: Readonly<Record<'name', string>> | Readonly<Record<'name' | 'setting' | 'min' | 'max', string>>;
    };

/** The name that says an indicator with these parameters. */
export function labelOf({ name, params: ranges }: Indicator, params: IndicatorParams): string {
  return [name, ...Object.keys(ranges).map((key) => params[key])].join('-');
}

/** What the lines of an asked indicator are called: its label, and the output's name where there are several. */
export function lineNames({ label, indicator: { outputs } }: AskedIndicator): string[] {
  return outputs.length === 1 ? [label] : outputs.map((output) => `${label}.${output}`);
}

/** Reads `sma-20`, `macd-12-26-9`, `stochastic-rsi`: parameters in their own order, those left out as usual. */
export function askFor(text: string, among: readonly Indicator[]): Result<AskedIndicator, AskFailure> {
  const name = text.trim().toLowerCase();
  const indicator = among.find(
    (known) =>
      name === known.name || (name.startsWith(`${known.name}-`) && /^[\d.-]+$/.test(name.slice(known.name.length))),
  );
  if (indicator === undefined) return err({ code: 'unknown-indicator', values: { name: name.slice(0, 40) } });
  const numbers = name.slice(indicator.name.length + 1);
  const given = numbers === '' ? [] : numbers.split('-').map(Number);
  const settings = Object.entries(indicator.params);
  if (given.length > settings.length) return err({ code: 'indicator-setting', values: { name: indicator.name } });
  for (const [index, value] of given.entries()) {
    const [setting, range] = settings[index]!; // there are at least as many
    const fits = value >= range.min && value <= range.max && (!range.isWhole || Number.isInteger(value));
    if (!fits) {
      const { min, max } = range;
      return err({
        code: 'indicator-setting',
        values: { name: indicator.name, setting, min: String(min), max: String(max) },
      });
    }
  }
  const parsed = indicator.schema.safeParse(
    Object.fromEntries(given.map((value, index) => [settings[index]![0], value])), // in range, as above
  );
  if (!parsed.success) return err({ code: 'indicator-setting', values: { name: indicator.name } });
  return ok({ label: labelOf(indicator, parsed.data), indicator, params: parsed.data });
}
