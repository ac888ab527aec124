import type { StreamRequest } from '#shared/contract/stream.ts';

/** What a screen says over its socket; null: nothing that is understood. */
export function readStreamRequest(text: string): StreamRequest | null {
  try {
    const value = JSON.parse(text) as Partial<Record<string, unknown>> | null;
    if (value?.['type'] === 'ping') return { type: 'ping' };
    if (value?.['type'] !== 'visible') return null;
    return { type: 'visible', visible: value['visible'] === true, question: value['question'] === true };
  } catch {
    return null;
  }
}
