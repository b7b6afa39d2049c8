/**
 * Foreign text as it may be shown: without the sequences that colour a terminal, without control characters and halves
 * of emoji. Line breaks and tabs stay.
 */
export const plainText = (text: string) =>
  text
    .replace(/\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?/g, '')
    .replace(/[\x1b\x9b][[\]()#;?]*(?:\d{1,4}(?:[;:]\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~]/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\p{Surrogate}/gu, '')

/** What leaves a mark on the screen. */
const visible = /[^\s\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/u

/**
 * The same in one line, for names, titles and reasons; nothing in it turns round the words that stand after it, and
 * what nobody could see is nothing.
 */
export function oneLine(text: string) {
  const line = plainText(text)
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return visible.test(line) ? line : ''
}
