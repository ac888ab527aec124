import { expect, it } from 'vitest';
import { configFields } from '../contract/config-form.ts';
import { LANGUAGES } from '../contract/session.ts';
import { wordsFor } from '../words/catalogue.ts';
import { listStrategies } from './strategies.ts';

it('draws every number of every strategy, with its range, its usual value and its words', () => {
  for (const { name, config } of listStrategies()) {
    const fields = configFields(config);
    expect(
      fields.map((field) => field.name),
      name,
    ).toEqual(Object.keys((config as { properties: object }).properties));
    for (const field of fields) {
      if (field.kind === 'number') {
        expect(field.usual, field.label).toBeGreaterThanOrEqual(field.min);
        expect(field.usual, field.label).toBeLessThanOrEqual(field.max);
      }
      if (field.kind === 'parts') expect(field.usual.length).toBeGreaterThanOrEqual(field.min);
      for (const language of LANGUAGES) {
        const { config: labels } = wordsFor(language);
        expect(labels[field.label], field.label).toBeTruthy();
        if (field.kind !== 'choice') continue;
        for (const option of field.options) expect(labels[`${field.label}.${option}`], option).toBeTruthy();
      }
    }
  }
});

it('offers a vote every strategy but itself', () => {
  const vote = listStrategies().find(({ name }) => name === 'weighted-vote');
  const parts = configFields(vote?.config ?? {}).find((field) => field.kind === 'parts');
  expect(parts?.options).toEqual(
    listStrategies()
      .map(({ name }) => name)
      .filter((name) => name !== 'weighted-vote'),
  );
});
