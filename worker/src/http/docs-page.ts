import { ERROR_STATUS } from '#shared/contract/errors.ts';
import { en } from '#shared/words/en.ts';
import { fill } from '#shared/words/fill.ts';

interface Operation {
  readonly summary: string;
  readonly 'x-scope'?: string;
  readonly parameters?: { name: string; in: string; required?: boolean }[];
  readonly requestBody?: unknown;
  readonly responses: Record<string, { content?: unknown }>;
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
code,pre{font:14px/1.4 ui-monospace,monospace}pre{overflow:auto;padding:.75rem;border:1px solid #8886;border-radius:.5rem}
summary{cursor:pointer;padding:.4rem 0}summary code{font-weight:600}dt{margin-top:.75rem}`;

/** The reference as one page without scripts: every route with its parameters and schemas, every error code. */
export async function docsPage(document: Record<string, unknown>, headers: Headers): Promise<Response> {
  const paths = document['paths'] as Record<string, Record<string, Operation>>;
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => section(method.toUpperCase(), path, operation)),
  );
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Nod API</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>
<h1>Nod API</h1><p>Also as <a href="/api/openapi.json">OpenAPI</a>. Send <code>Authorization: Bearer TOKEN</code>;
make a token with <code>npm run nod -- token</code>. Money, prices and quantities are decimal strings, instants ISO 8601 UTC.</p>
${routes.join('\n')}<h2>Errors</h2><dl>${errors()}</dl></body></html>`;
  headers.set('content-type', 'text/html; charset=utf-8');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(STYLE));
  const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
  headers.set(
    'content-security-policy',
    `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  );
  return new Response(html, { headers });
}

function section(method: string, path: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).map(
    (parameter) =>
      `<li><code>${escape(parameter.name)}</code> (${escape(parameter.in)}${parameter.required ? ', required' : ''})</li>`,
  );
  const [answer] = Object.values(operation.responses);
  const block = (title: string, value: unknown): string =>
    value === undefined ? '' : `<p>${title}</p><pre>${escape(JSON.stringify(value, null, 1))}</pre>`;
  return `<details><summary><code>${method} ${escape(path)}</code> ${escape(operation.summary)}</summary>
<p>Scope: ${escape(operation['x-scope'] ?? 'none')}</p><ul>${parameters.join('')}</ul>
${block('Body', operation.requestBody)}${block('Answer', answer?.content)}</details>`;
}

function errors(): string {
  const none = fill({}, { reader: { language: 'en', zone: 'UTC' }, currency: 'USD' });
  return Object.entries(ERROR_STATUS)
    .map(([code, status]) => {
      const words = en.errors[code as keyof typeof ERROR_STATUS](none);
      return `<dt id="${code}"><code>${status} ${code}</code></dt><dd>${escape(words)}</dd>`;
    })
    .join('');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
