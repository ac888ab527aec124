import { measureFrame } from '#shared/screeners/screen-work.ts';
import { WorkRefused, type Work } from './work.ts';

/** Rows of one slice of a market under one screen (`shared/screeners/screen-work.ts`). */
export const screen: Work = (frame) => {
  const rows = measureFrame(frame);
  if (rows === null) throw new WorkRefused('invalid-request');
  return { head: null, columns: [rows] };
};
