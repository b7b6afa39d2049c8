/** Lets the browser save a text as a file. Nothing is sent anywhere. */
export const saveFile = (text: string, name: string, type: string) =>
  saveBlob(new Blob([text], { type: `${type};charset=utf-8` }), name)

/** The same of what is a file already. */
export function saveBlob(file: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
