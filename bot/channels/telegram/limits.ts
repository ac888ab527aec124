/** https://core.telegram.org/bots/api: characters after entity parsing, but bytes for what a button sends. */
export const TEXT_CHARACTERS = 4096;
export const CAPTION_CHARACTERS = 1024;
export const CALLBACK_BYTES = 64;
export const PRESS_ANSWER_CHARACTERS = 200;
/** More of them in a row are cut by a phone's width. */
export const BUTTONS_PER_ROW = 5;
export const MENU_DESCRIPTION_CHARACTERS = 256;
/** Updates are larger than this only when somebody wants them to be. */
export const TYPED_CHARACTERS = 500;
