/** One thing to set, as a form or a chat draws it; `label` is a code of the words catalogue. */
export type ConfigField =
  | {
      readonly kind: 'number';
      readonly name: string;
      readonly label: string;
      readonly min: number;
      readonly max: number;
      readonly isWhole: boolean;
      readonly usual: number;
    }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly label: string;
      readonly options: readonly string[];
      readonly usual: string;
    }
  | { readonly kind: 'switch'; readonly name: string; readonly label: string; readonly usual: boolean }
  /** Strategies with a weight and numbers of their own, which their own forms draw. */
  | {
      readonly kind: 'parts';
      readonly name: string;
      readonly label: string;
      readonly min: number;
      readonly max: number;
      readonly options: readonly string[];
      readonly usual: readonly ConfigPart[];
    };

export interface ConfigPart {
  readonly strategy: string;
  readonly weight: number;
  readonly config: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

/** The fields of a configuration, in the order of its JSON Schema. What it cannot draw is left out and keeps its usual value. */
export function configFields(schema: Json): ConfigField[] {
  return Object.entries(objectOf(schema['properties'])).flatMap(([name, property]) => {
    const field = fieldOf(name, objectOf(property));
    return field === null ? [] : [field];
  });
}

function fieldOf(name: string, property: Json): ConfigField | null {
  const { type, default: usual, description } = property;
  const label = typeof description === 'string' ? description : name;
  if (type === 'integer' || type === 'number') {
    const min = numberOf(property['minimum'], -Infinity);
    const max = numberOf(property['maximum'], Infinity);
    return { kind: 'number', name, label, min, max, isWhole: type === 'integer', usual: numberOf(usual, min) };
  }
  if (type === 'boolean') return { kind: 'switch', name, label, usual: usual === true };
  const options = textsOf(property['enum']);
  if (options.length > 0)
    return { kind: 'choice', name, label, options, usual: typeof usual === 'string' ? usual : (options[0] ?? '') };
  if (type === 'array') return partsOf(name, label, property);
  return null;
}

function partsOf(name: string, label: string, property: Json): ConfigField | null {
  const { strategy } = objectOf(objectOf(property['items'])['properties']);
  const options = textsOf(objectOf(strategy)['enum']);
  if (options.length === 0) return null;
  const usual = Array.isArray(property['default']) ? property['default'].map(objectOf) : [];
  return {
    kind: 'parts',
    name,
    label,
    min: numberOf(property['minItems'], 0),
    max: numberOf(property['maxItems'], Infinity),
    options,
    usual: usual.map((part) => ({
      strategy: String(part['strategy']),
      weight: numberOf(part['weight'], 1),
      config: objectOf(part['config']),
    })),
  };
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string') : [];
}
