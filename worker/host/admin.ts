import { PlainError } from './plain-error.ts';

/** Talks to the loopback-only admin routes of a running product. */
export interface Admin {
  /** Where the product answers on this machine, without a slash at the end. */
  baseUrl: string;
  /** The parsed answer. Throws PlainError with the problem's own words when the product says no. */
  call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T>;
  /** What the product answers as bytes. */
  download(path: string): Promise<ArrayBuffer>;
  /** Sends a file as it is and answers what the product made of it. */
  upload<T>(path: string, body: ReadableStream<Uint8Array>): Promise<T>;
}

/** A no of the product, in its own words, with the code of its problem. */
export class ProductSaysNo extends PlainError {
  readonly code: string;

  constructor(words: string, code: string) {
    super(words);
    this.code = code;
  }
}

/** A body that comes as it is read. The types of a browser, with which web/bench is looked at, do not know it. */
const STREAMED = { duplex: 'half' } as const;

export function adminOf(port: number, key: string): Admin {
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    const response = await fetch(`http://127.0.0.1:${port}/internal/admin/${path}`, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${key}` },
    });
    if (response.ok) return response;
    const text = await response.text();
    throw new ProductSaysNo(problemLine(response.status, text, path), parseProblem(text).code ?? '');
  };
  const request = async <T>(path: string, init: RequestInit): Promise<T> => {
    const text = await (await ask(path, init)).text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    call: (method, path, body) =>
      request(
        path,
        body === undefined
          ? { method }
          : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
      ),
    download: async (path) => (await ask(path, { method: 'GET' })).arrayBuffer(),
    upload: (path, body) =>
      request(path, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/octet-stream' },
        ...STREAMED,
      }),
  };
}

/** One line out of an application/problem+json: what was wrong and, for a file, where. */
function problemLine(status: number, text: string, path: string): string {
  const problem = parseProblem(text);
  if (status >= 500) return `${problem.detail ?? `The product answered ${status}.`} See: npm run nod -- logs`;
  const words = problem.detail ?? problem.title ?? problem.reason ?? problem.code;
  if (words === undefined) return `The product answered ${status} to ${path.split('?')[0] ?? path}.`;
  const where = [problem.file, (problem.line ?? 0) > 0 ? `line ${problem.line}` : undefined];
  const place = where.filter((part) => part !== undefined).join(', ');
  return place === '' || words.includes(place) ? words : `${place}: ${words}`;
}

interface Problem {
  code?: string;
  title?: string;
  detail?: string;
  reason?: string;
  file?: string;
  line?: number;
}

function parseProblem(text: string): Problem {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return {};
  }
}
