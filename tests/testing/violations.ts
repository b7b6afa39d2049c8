import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
type Violation = { id: string; nodes: { html: string; failureSummary: string }[] }

/** What breaks a rule on a page: of all rules, or only of these. */
export async function violationsOf(page: Page, rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  const found = await page.evaluate(async (rules) => {
    type Options = { runOnly?: { type: 'rule'; values: string[] } }
    type Axe = { run(where: Document, options: Options): Promise<{ violations: Violation[] }> }
    const options: Options = rules ? { runOnly: { type: 'rule', values: rules } } : {}
    return (await (window as unknown as { axe: Axe }).axe.run(document, options)).violations
  }, rules)
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
}
