/** Values in one text with commas between them; a comma within a value is written `%2C`, a percent sign `%25`. */

export const joinList = (values: readonly string[]) =>
  values.map((value) => value.replace(/[%,]/g, (sign) => (sign === ',' ? '%2C' : '%25'))).join()

/** The values of such a text, each once, without empty ones. */
export const splitList = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .filter(Boolean)
      .map((value) => value.replace(/%(2C|25)/gi, (sign) => (sign === '%25' ? '%' : ','))),
  ),
]
