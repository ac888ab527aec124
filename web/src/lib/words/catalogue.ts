import type { Language } from '#shared/contract/session.ts';
import type { Catalogue } from './en.ts';

/** One language at a time travels to the browser. */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  if (language === 'ko') return (await import('./ko.ts')).catalogue;
  return (await import('./en.ts')).catalogue;
}
