import { failure, type Failure } from '#shared/contract/errors.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { Route } from './route.ts';
import { routesAt, type Found } from './routes-at.ts';

/** As many as the fullest room of the app begins with, and some more. */
const QUESTIONS_MAX = 20;
/** What is not there by then is left out: one slow answer does not hold up the others. */
const WITHIN_MS = 1_500;

/** An answer as its own request would have got it; the body is text. */
interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * `GET /api/together?first=/accounts&ask=/me&then=/bots`: several questions in one request, for a line on which every round
 * trip counts. What is under `then` is asked once all of `first` is answered, so that it is not older; what is under `ask`
 * waits for nothing. Answers by path; what takes too long is left out, and is asked for by itself.
 */
export async function askTogether(
  request: Request,
  routes: readonly Route[],
  serve: (found: Found, request: Request) => Promise<Response>,
): Promise<Result<Record<string, Answer>, Failure>> {
  const { searchParams } = new URL(request.url);
  const under = (name: string): string[] => [...new Set(searchParams.getAll(name))];
  const [asked, first, then] = [under('ask'), under('first'), under('then')];
  const count = asked.length + first.length + then.length;
  if (count === 0 || count > QUESTIONS_MAX) return err(failure('invalid-request', undefined, 'ask'));
  const answers = new Map<string, Answer>();
  const answer = (paths: readonly string[]): Promise<unknown> =>
    Promise.all(
      paths.map(async (path) => {
        const question = questionOf(path, request, routes);
        if (question === null) return;
        const response = await serve(question.found, question.request);
        answers.set(path, { status: response.status, body: await response.text() });
      }),
    );
  const all = Promise.all([answer(asked), answer(first).then(() => answer(then))]);
  await Promise.race([all, scheduler.wait(WITHIN_MS)]);
  return ok(Object.fromEntries(answers));
}

/** Null for what is asked otherwise: files, and addresses that nothing answers. */
function questionOf(
  path: string,
  { url, headers }: Request,
  routes: readonly Route[],
): { found: Found; request: Request } | null {
  if (!path.startsWith('/')) return null;
  const at = new URL(`/api${path}`, url);
  const found = routesAt(at.pathname, routes).find(({ route }) => route.method === 'GET' && route.file === undefined);
  if (found === undefined) return null;
  const asked = new Request(at, { headers });
  // They are packed together.
  asked.headers.delete('accept-encoding');
  return { found, request: asked };
}
