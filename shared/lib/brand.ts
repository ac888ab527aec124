declare const brand: unique symbol;

/** A nominal type over a structural one: `Brand<string, 'BotId'>` is a string that only a parser can make. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
