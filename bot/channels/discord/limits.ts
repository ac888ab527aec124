/* What Discord takes at most, in characters unless said otherwise. Over any of it a whole message is refused. */
export const CONTENT_MAX = 2000;
export const EMBED_TEXT_MAX = 4096;
export const ROWS_MAX = 5;
export const BUTTONS_PER_ROW = 5;
export const LABEL_MAX = 80;
export const CUSTOM_ID_MAX = 100;
export const URL_MAX = 512;
export const SELECT_OPTIONS_MAX = 25;
export const CHOICES_MAX = 25;
/** Of a select's option or an autocomplete's choice: its name and its value. */
export const CHOICE_MAX = 100;
export const MODAL_TITLE_MAX = 45;
export const DESCRIPTION_MAX = 100;

/** At most `max` characters, and never half of a pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = max - 1;
  const isHalf = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return `${text.slice(0, isHalf ? end - 1 : end)}…`;
}
