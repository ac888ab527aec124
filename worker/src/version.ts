/** Of the running code; the same as in package.json (tested). */
export const VERSION = '0.1.0';
