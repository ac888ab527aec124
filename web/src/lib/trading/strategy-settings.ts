/** One number of a strategy that can be set, as its schema describes it. */
export interface StrategySetting {
  readonly name: string;
  /** A code of the words catalogue. */
  readonly label: string;
  readonly usual: number;
}

interface Property {
  readonly default?: unknown;
  readonly description?: string;
}

/** The numbers that a strategy's JSON Schema lets people set, in its order. */
export function settingsOf(schema: Readonly<Record<string, unknown>>): StrategySetting[] {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Property>>;
  return Object.entries(properties).flatMap(([name, property]) =>
    typeof property.default === 'number'
      ? [
          {
            name,
            label: property.description ?? name,
            usual: property.default,
          },
        ]
      : [],
  );
}

/** A few values around the usual one. */
export function valuesAround(usual: number): number[] {
  const whole = Number.isInteger(usual);
  const values = [0.5, 0.75, 1, 1.5].map((times) => usual * times);
  return [...new Set(values.map((value) => (whole ? Math.round(value) : Number(value.toFixed(2)))))];
}
