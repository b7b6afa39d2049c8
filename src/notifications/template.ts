/**
 * Templates: `{{name}}`, or `{{name|filter}}`, in a text. A value is put in by an escape that belongs to where it stands; it
 * never becomes part of the form around it.
 */

/** A template cannot be used; the message says why. */
export class TemplateError extends Error {
  override name = 'TemplateError'
}

export type Values = Record<string, string>

const slot = /\{\{\s*([a-zA-Z]\w*)\s*((?:\|\s*[a-z]\w*(?::\d+)?\s*)*)\}\}/g

const filters: Record<string, (value: string, argument: number) => string> = {
  /** At most so many characters. */
  max: (value, length) => {
    const all = [...value]
    return all.length > length ? `${all.slice(0, Math.max(0, length - 1)).join('')}…` : value
  },
  html: (value) => value.replace(/[&<>"']/g, (found) => entities[found]!),
  /** The three characters that Slack and those after it give a meaning. */
  slack: (value) => value.replace(/[&<>]/g, (found) => entities[found]!),
  /** Characters that Markdown gives a meaning. */
  markdown: (value) => value.replace(/[\\`*_{}[\]()#+\-.!|~<>]/g, '\\$&'),
  upper: (value) => value.toUpperCase(),
  line: (value) => value.replace(/\s+/g, ' ').trim(),
  base64: (value) => Buffer.from(value).toString('base64'),
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Puts values into a template. Throws a TemplateError for what is no template, or names what there is not. */
export function render(template: string, values: Values, put: (value: string) => string = (value) => value): string {
  const rest = template.replace(slot, '')
  if (rest.includes('{{') || rest.includes('}}'))
    throw new TemplateError(`The template has a {{ or }} without its other half, or something else than a name in it.`)
  return template.replace(slot, (_, name: string, chain: string) => {
    if (!Object.hasOwn(values, name))
      throw new TemplateError(`The template names {{${name}}}, which there is not. There are ${namesOf(values)}.`)
    let value = values[name]!
    for (const [, filter, argument] of chain.matchAll(/\|\s*([a-z]\w*)(?::(\d+))?/g)) {
      const apply = Object.hasOwn(filters, filter!) ? filters[filter!] : undefined
      if (!apply)
        throw new TemplateError(
          `The template names the filter ${filter}, which there is not. There are ${Object.keys(filters).join(', ')}.`,
        )
      value = apply(value, Number(argument ?? 1_000))
    }
    return put(value)
  })
}

const namesOf = (values: Values) => Object.keys(values).sort().slice(0, 40).join(', ')

/** A value of JSON whose texts are templates; see `recipe.ts` for what the special objects mean. */
export type JsonTemplate = string | number | boolean | null | JsonTemplate[] | { [key: string]: JsonTemplate }

const absent = Symbol('absent')

/** Fills a JSON template. What is put in is always one text within it, whatever it holds. */
export function renderJson(template: JsonTemplate, values: Values): unknown {
  const filled = fill(template, values)
  return filled === absent ? null : filled
}

function fill(template: JsonTemplate, values: Values): unknown {
  if (typeof template === 'string') return render(template, values)
  if (typeof template !== 'object' || template === null) return template
  if (Array.isArray(template)) return template.map((one) => fill(one, values)).filter((one) => one !== absent)
  if ('$pick' in template) {
    const picked = template[render(`{{${String(template.$pick)}}}`, values)] ?? template.else
    return picked === undefined ? absent : fill(picked, values)
  }
  if ('$number' in template) {
    const number = Number(render(String(template.$number), values))
    if (!Number.isFinite(number)) throw new TemplateError('A number of the template is none.')
    return number
  }
  if ('$optional' in template) {
    const text = render(String(template.$optional), values)
    return text === '' ? absent : text
  }
  if ('$optionalNumber' in template)
    return render(String(template.$optionalNumber), values) === ''
      ? absent
      : fill({ $number: template.$optionalNumber! }, values)
  if ('$json' in template) return JSON.stringify(renderJson(template.$json!, values))
  if ('$with' in template) {
    const chosen = render(String(template.$with), values) === '' ? template.none : template.value
    return chosen === undefined ? absent : fill(chosen, values)
  }
  if ('$list' in template)
    return render(String(template.$list), values)
      .split(/[,\s]+/)
      .filter((one) => one !== '')
  return Object.fromEntries(
    Object.entries(template).flatMap(([key, one]) => {
      const value = fill(one, values)
      return value === absent ? [] : [[key, value]]
    }),
  )
}

/** Reads what a person typed as a JSON template. Throws a TemplateError. */
export function parseJsonTemplate(text: string): JsonTemplate {
  try {
    return JSON.parse(text) as JsonTemplate
  } catch (error) {
    throw new TemplateError(
      `The body is no JSON: ${(error as Error).message}. A {{name}} stands within quotation marks: {"text": "{{title}}"}.`,
    )
  }
}
