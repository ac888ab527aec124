import type { Language } from '#shared/contract/session.ts';
import type { Catalogue } from './en.ts';
import type { FirstWords } from './first-en.ts';

/* One language at a time travels to the browser, and Home's words before the others. */

export async function loadFirst(language: Language): Promise<FirstWords> {
  if (language === 'ko') return (await import('./first-ko.ts')).first;
  return (await import('./first-en.ts')).first;
}

export async function loadCatalogue(language: Language): Promise<Catalogue> {
  if (language === 'ko') return (await import('./ko.ts')).catalogue;
  return (await import('./en.ts')).catalogue;
}
