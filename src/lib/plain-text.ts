/**
 * Foreign text that is safe to show: without terminal sequences, control characters and lone surrogates. Line breaks
 * and tabs stay.
 */
export const plainText = (text: string) =>
  text
    .replace(/\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?/g, '')
    .replace(/[\x1b\x9b][[\]()#;?]*(?:\d{1,4}(?:[;:]\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~]/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\p{Surrogate}/gu, '')

/** Characters that are visible. */
const visible = /[^\s\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/u

/**
 * Foreign text in one line, for names, titles and reasons: without characters that reverse the direction of the text
 * behind them, and empty where nothing would be visible.
 */
export function oneLine(text: string) {
  const line = plainText(text)
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return visible.test(line) ? line : ''
}
