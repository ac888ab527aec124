import { ERROR_STATUS, type Failure } from '#shared/contract/errors.ts';
import { en } from '#shared/words/en.ts';
import { fill } from '#shared/words/fill.ts';

const CONTEXT = { reader: { language: 'en', zone: 'UTC' }, currency: 'USD' } as const;

/** A failure as application/problem+json (RFC 9457): stable `code`, English words for whoever reads logs. */
export function problem(failure: Failure, headers: Headers): Response {
  const { code, values, field } = failure;
  const status = ERROR_STATUS[code];
  const given = { ...values, ...(field !== undefined && { field }) };
  const body = {
    type: `/docs#${code}`,
    title: en.errors[code](fill({}, CONTEXT)),
    status,
    code,
    detail: en.errors[code](fill(given, CONTEXT)),
    ...(values !== undefined && { values }),
    ...(field !== undefined && { field }),
  };
  headers.set('content-type', 'application/problem+json');
  if (status === 401) headers.set('www-authenticate', 'Bearer');
  if (status === 429) headers.set('retry-after', '600');
  return new Response(JSON.stringify(body), { status, headers });
}
