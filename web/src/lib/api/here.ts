/** Whether Nod runs on the very computer that shows this page. */
export const isHere = (): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(location.hostname);
