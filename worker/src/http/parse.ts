import type { z } from 'zod';
import { failure, type Failure } from '#shared/contract/errors.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';

/** Parses one part of a request. An unknown field is refused by its name, anything else by where it stands. */
export function parseWith(schema: z.ZodType | undefined, value: unknown): Result<unknown, Failure> {
  if (schema === undefined) return hasFields(value);
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String) ?? [];
  if (issue?.code === 'unrecognized_keys') return err(unknownField([...path, issue.keys[0] ?? ''].join('.')));
  const values = issue === undefined ? {} : { reason: issue.message.slice(0, 200) };
  return err(failure('invalid-request', values, path.join('.') || undefined));
}

/** A body where none belongs. */
function hasFields(value: unknown): Result<undefined, Failure> {
  const [field] = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return field === undefined ? ok(undefined) : err(unknownField(field));
}

function unknownField(field: string): Failure {
  return failure('unknown-field', undefined, field.slice(0, 100));
}
