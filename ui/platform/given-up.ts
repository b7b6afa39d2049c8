/**
 * Why a request is given up. There is one reason for all: each exception keeps the stack that it was made in, and where a
 * page is left that is the page that comes next.
 */
export const givenUp = new DOMException('The answer is not needed any more.', 'AbortError')
