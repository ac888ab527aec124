import { decodeFrame, encodeFrame, type Frame } from '#shared/lib/frame.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';

/** Why heavy work has no answer: refused (a code and what fills it), or nobody answered in time. */
export type ComputeFailure =
  | { readonly kind: 'refused'; readonly code: string; readonly values: Readonly<Record<string, string | number>> }
  | { readonly kind: 'unavailable'; readonly message: string };

interface Asked {
  readonly work: string;
  readonly frame: Frame;
  readonly timeoutMs: number;
}

/** Asks for one piece of heavy work beside this process; it holds nothing up here while it runs. */
export async function askCompute(compute: Fetcher, asked: Asked): Promise<Result<Frame, ComputeFailure>> {
  const answer = await askForBytes(compute, asked);
  if (!answer.ok) return answer;
  const frame = decodeFrame(answer.value);
  return frame === null ? err({ kind: 'unavailable', message: 'no whole answer' }) : ok(frame);
}

/** The same of work that answers a file. */
export async function askForBytes(compute: Fetcher, asked: Asked): Promise<Result<ArrayBuffer, ComputeFailure>> {
  try {
    const response = await compute.fetch(`http://compute/${asked.work}`, {
      method: 'POST',
      body: encodeFrame(asked.frame),
      signal: AbortSignal.timeout(asked.timeoutMs),
    });
    if (response.ok) return ok(await response.arrayBuffer());
    if (response.status === 422) {
      const { code, values } = await response.json<{ code: string; values: Record<string, string | number> }>();
      return err({ kind: 'refused', code, values });
    }
    return err({ kind: 'unavailable', message: `answered ${response.status}` });
  } catch (error) {
    return err({ kind: 'unavailable', message: String(error) });
  }
}
