import type { ConfigField, ConfigPart } from '#shared/contract/config-form.ts';
import { strategyNamed } from '#shared/strategies/index.ts';
import { listStrategies } from '#shared/usecases/strategies.ts';
import type { Words } from '#shared/words/en.ts';
import { parseSetting } from '#shared/words/typed-amount.ts';
import { button, rows, spread, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { fieldsOf, labelOf, strategyName, valueText } from '../cards/strategy-words.ts';
import type { CommandContext, Desk } from '../commands/command.ts';
import type { Choose } from './dialog.ts';

/** How a new bot looks: which strategy, and what of its numbers is not as usual. */
export interface ChosenStrategy {
  readonly strategy: string;
  readonly config: Readonly<Record<string, unknown>>;
}

export const DONE = 'done';

export function askStrategy({ words }: CommandContext, desk: Desk, choose: Choose): Card {
  const names = listStrategies().map(({ name }) => name);
  return card(desk.cards, words.newBot.strategyTitle, {
    lines: names.map((name, place) => `${place + 1}. ${strategyName(name, words)}`),
    buttons: spread(
      names.map((name, place) => button(String(place + 1), choose(name))),
      4,
    ),
    tone: 'choice',
    expects: 'choice',
  });
}

/** The strategy somebody means: its number in the list, its name or its words; null when none. */
export function saidStrategy(text: string, words: Words): string | null {
  const said = text.trim().toLowerCase();
  const names = listStrategies().map(({ name }) => name);
  return (
    names[Number(said) - 1] ??
    names.find((name) => said === name || strategyName(name, words).toLowerCase().startsWith(said)) ??
    null
  );
}

export function askNumbers({ words }: CommandContext, desk: Desk, chosen: ChosenStrategy, choose: Choose): Card {
  const fields = fieldsOf(chosen.strategy);
  const lines = fields.map(
    (field, place) =>
      `${place + 1}. ${labelOf(field.label, words)}: ${valueText(chosen.config[field.name] ?? field.usual, field, words)}`,
  );
  return card(desk.cards, words.newBot.numbersTitle(strategyName(chosen.strategy, words)), {
    lines: [
      ...lines,
      words.newBot.numbersLine,
      ...(fields.some(({ kind }) => kind === 'parts') ? [words.newBot.partsLine] : []),
    ],
    buttons: rows([button(words.newBot.done, choose(DONE), 'primary')]),
    tone: 'choice',
    expects: 'text',
  });
}

/** `2 60`: the second of the list becomes 60. A sentence when it will not do. */
export function withNumber(chosen: ChosenStrategy, text: string, words: Words): ChosenStrategy['config'] | string {
  const [, place, rest] = /^\s*(\d{1,2})[\s.:=]+(.+)$/su.exec(text) ?? [];
  const field = fieldsOf(chosen.strategy)[Number(place) - 1];
  if (field === undefined || rest === undefined) return words.newBot.numbersLine;
  const value = parsed(rest.trim(), field, words);
  if (value === null) return rangeText(field, words);
  const config = { ...chosen.config, [field.name]: value };
  const checked = strategyNamed(chosen.strategy)?.configSchema.safeParse(config);
  if (checked?.success === true) return config;
  const [issue] = checked?.error.issues ?? [];
  const rule = issue?.message ?? '';
  return Object.hasOwn(words.config, rule)
    ? labelOf(rule, words)
    : rangeText(meantBy(issue?.path ?? [], value) ?? field, words);
}

/** The setting of a vote's part that a path like `parts.1.config.fast` leads to; null for one that leads to none. */
function meantBy([, place, , name]: readonly PropertyKey[], parts: unknown): ConfigField | null {
  const part: unknown = Array.isArray(parts) ? parts[Number(place)] : undefined;
  if (typeof part !== 'object' || part === null || !('strategy' in part)) return null;
  return fieldsOf(String(part.strategy)).find((field) => field.name === name) ?? null;
}

function parsed(text: string, field: ConfigField, words: Words): unknown {
  switch (field.kind) {
    case 'number': {
      const number = parseSetting(text);
      return Number.isFinite(number) && number >= field.min && number <= field.max ? number : null;
    }
    case 'choice': {
      const said = text.toLowerCase();
      return (
        field.options.find(
          (option) => said === option || said === labelOf(`${field.label}.${option}`, words).toLowerCase(),
        ) ?? null
      );
    }
    case 'switch':
      return { [words.chat.yes.toLowerCase()]: true, [words.chat.no.toLowerCase()]: false }[text.toLowerCase()] ?? null;
    case 'parts':
      return partsOf(text, field);
  }
}

/** `ma-cross 2 fast=5 slow=10, breakout 1`; null when a strategy or a number of its own is not one that there is. */
function partsOf(text: string, { options }: ConfigField & { kind: 'parts' }): ConfigPart[] | null {
  const parts = text.split(',').map((part) => {
    const [, name = '', weight, own = ''] = PART.exec(part) ?? [];
    const strategy = options.find((option) => option === name.toLowerCase());
    const numbers = [...own.matchAll(OWN_NUMBER)].map(([, key = '', value]) => [key, Number(value)] as const);
    const known = new Set(fieldsOf(strategy ?? '').flatMap((field) => (field.kind === 'number' ? [field.name] : [])));
    return strategy === undefined || !numbers.every(([key]) => known.has(key))
      ? null
      : { strategy, weight: Number(weight ?? 1), config: Object.fromEntries(numbers) };
  });
  return parts.every((part) => part !== null) ? parts : null;
}

const PART = /^\s*([a-z-]+)(?:\s+([\d.]+))?((?:\s+[a-z\d]+\s*=\s*[\d.]+)*)\s*$/iu;
const OWN_NUMBER = /([a-z\d]+)\s*=\s*([\d.]+)/giu;

function rangeText(field: ConfigField, words: Words): string {
  const label = labelOf(field.label, words);
  if (field.kind === 'number') return words.newBot.numberBad({ label, min: field.min, max: field.max });
  const options = field.kind === 'switch' ? [words.chat.yes, words.chat.no] : field.options;
  return words.newBot.optionBad({ label, options: options.join(', ') });
}
