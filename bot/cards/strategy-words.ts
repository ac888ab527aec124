import { configFields, type ConfigField, type ConfigPart } from '#shared/contract/config-form.ts';
import { listStrategies } from '#shared/usecases/strategies.ts';
import type { Words } from '#shared/words/en.ts';

export function strategyName(name: string, words: Words): string {
  const { strategies } = words.states;
  return Object.hasOwn(strategies, name) ? strategies[name as keyof typeof strategies] : name;
}

/** What people call it in a word: what stands before the colon of its name. */
export function strategyKind(name: string, words: Words): string {
  return strategyName(name, words).split(':')[0] ?? name;
}

/** What of its settings is not as usual, with their labels; null: all are. */
export function settingsText(strategy: string, config: Readonly<Record<string, unknown>>, words: Words): string | null {
  const unusual = fieldsOf(strategy).filter(
    ({ name, usual }) => Object.hasOwn(config, name) && JSON.stringify(config[name]) !== JSON.stringify(usual),
  );
  const texts = unusual.map(
    (field) => `${labelOf(field.label, words)}: ${shownText(config[field.name], field, words)}`,
  );
  return texts.length === 0 ? null : texts.join('; ');
}

/** As it is read; `valueText` is how it is typed. */
function shownText(value: unknown, field: ConfigField, words: Words): string {
  if (field.kind !== 'parts') return valueText(value, field, words);
  return (value as readonly ConfigPart[])
    .map((part) => `${strategyKind(part.strategy, words)} ${part.weight}`)
    .join(', ');
}

/** Its settings, as a form shows them. */
export function fieldsOf(strategy: string): ConfigField[] {
  return configFields(listStrategies().find(({ name }) => name === strategy)?.config ?? {});
}

export function valueText(value: unknown, field: ConfigField, words: Words): string {
  if (field.kind === 'choice') return labelOf(`${field.label}.${String(value)}`, words);
  if (field.kind === 'switch') return value === true ? words.chat.yes : words.chat.no;
  if (field.kind !== 'parts') return String(value);
  return (value as readonly ConfigPart[]).map(partText).join(', ');
}

/** As it is typed. */
function partText({ strategy, weight, config }: ConfigPart): string {
  return [strategy, weight, ...Object.entries(config).map(([name, value]) => `${name}=${String(value)}`)].join(' ');
}

export function labelOf(code: string, words: Words): string {
  return words.config[code] ?? code;
}
