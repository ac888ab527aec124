/** A single page without a server behind it: everything it shows comes from /api. */
export const ssr = false;
export const prerender = false;
