import { createSignal } from 'solid-js'
import type { OfficeLayout } from '../../../../src/office/plan.ts'
import { saveFile } from '../../../platform/save-file.ts'
import type { SavedLayout } from '../create-saved-layout.ts'

const mostBytes = 1024 * 1024

export type LayoutFiles = ReturnType<typeof createLayoutFiles>

/** Layouts as files of their own: saved from here, and read after the server has judged them. */
export function createLayoutFiles(saved: SavedLayout) {
  const [faults, setFaults] = createSignal<readonly string[]>([])
  return {
    /** What is wrong with the last file. */
    faults,
    save: (layout: OfficeLayout) =>
      saveFile(`${JSON.stringify(layout, null, 2)}\n`, 'office-layout.json', 'application/json'),
    /** The layout of a file; undefined where it is none, and `faults` says why. */
    async read(file: File): Promise<OfficeLayout | undefined> {
      setFaults([])
      if (file.size > mostBytes) return void setFaults(['A layout has at most 1 MB.'])
      try {
        const value: unknown = JSON.parse(await file.text())
        const { faults } = await saved.check(value)
        setFaults(faults)
        return faults.length === 0 ? (value as OfficeLayout) : undefined
      } catch (error) {
        return void setFaults([error instanceof SyntaxError ? 'It is not JSON.' : (error as Error).message])
      }
    },
  }
}
