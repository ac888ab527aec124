import { PlainError } from './plain-error.ts';

/** Talks to the loopback-only admin routes of a running product. */
export interface Admin {
  /** Where the product answers on this machine, without a slash at the end. */
  baseUrl: string;
  /** The parsed answer. Throws PlainError with the problem's own words when the product says no. */
  call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T>;
  /** Sends a file as it is and answers what the product made of it. */
  upload<T>(path: string, body: ReadableStream<Uint8Array>): Promise<T>;
}

export function adminOf(port: number, key: string): Admin {
  const request = async <T>(path: string, init: RequestInit): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}/internal/admin/${path}`, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${key}` },
    });
    const text = await response.text();
    if (!response.ok) throw new PlainError(problemLine(response.status, text, path));
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
    upload: (path, body) =>
      request(path, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/octet-stream' },
        duplex: 'half',
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
