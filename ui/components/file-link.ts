/** The link to the page of a file. */
export const hrefOfFile = (path: string) => `/files?path=${encodeURIComponent(path.toWellFormed())}`
