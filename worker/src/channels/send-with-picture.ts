import type { Post, PostOutcome } from '#bot/channels/channel.ts';
import type { PictureRef } from '#shared/contract/picture.ts';
import { log } from '../log.ts';

/** How long words wait for their picture: it comes with them or not at all. */
const WORDS_WAIT_MS = 2_000;

export interface Sending {
  /** A picture as a PNG; null where it cannot be drawn. */
  readonly draw: (ref: PictureRef) => Promise<ArrayBuffer | null>;
  readonly send: (post: Post) => Promise<PostOutcome>;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Sends a card with its picture where that is there in time and taken; else its words, which are whole without. */
export async function sendWithPicture(words: Post, { draw, send, sleep }: Sending): Promise<PostOutcome> {
  const ref = words.card.picture;
  if (ref === null) return send(words);
  const drawn = draw(ref).catch((error: unknown) => {
    log('picture-not-drawn', { kind: ref.kind, error });
    return null;
  });
  const picture = await Promise.race([drawn, sleep(WORDS_WAIT_MS).then(() => null)]);
  const outcome = await send({ ...words, picture });
  // Not every chat takes pictures.
  return picture !== null && outcome.kind === 'refused' ? send(words) : outcome;
}
