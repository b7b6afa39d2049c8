/** One line of a value in the text format of Prometheus. */
type Sample = { name: string; labels: Record<string, string>; value: number }

type Family = { name: string; type: string; help: string; samples: Sample[] }

/**
 * Reads the text format of Prometheus as strictly as its own parser: each family with its help and type once, before all
 * of its samples, which stand together; no series twice. Throws an Error that names the line.
 */
export function parsePrometheus(text: string): Family[] {
  const families = new Map<string, Family>()
  const series = new Set<string>()
  let current: Family | undefined
  const lines = text.split('\n')
  if (lines.pop() !== '') throw new Error('the text does not end with a line feed')
  for (const [number, line] of lines.entries()) {
    const wrong = (why: string) => new Error(`line ${number + 1} ${why}: ${line}`)
    const help = /^# HELP ([a-zA-Z_:][\w:]*) (.*)$/.exec(line)
    if (help) {
      if (families.has(help[1]!)) throw wrong('begins a family twice')
      current = { name: help[1]!, type: '', help: help[2]!, samples: [] }
      families.set(current.name, current)
      continue
    }
    const type = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary|untyped)$/.exec(line)
    if (type) {
      if (current?.name !== type[1] || current!.type !== '' || current!.samples.length > 0)
        throw wrong('is out of place')
      current!.type = type[2]!
      continue
    }
    const sample = parseSample(line)
    if (!sample) throw wrong('is no sample')
    if (sample.name !== current?.name) throw wrong('is of another family')
    const key = `${sample.name} ${JSON.stringify(Object.entries(sample.labels).sort())}`
    if (series.has(key)) throw wrong('says a series twice')
    series.add(key)
    current!.samples.push(sample)
  }
  return [...families.values()]
}

function parseSample(line: string): Sample | undefined {
  const [, name, rest] = /^([a-zA-Z_:][\w:]*)(.*)$/.exec(line) ?? []
  if (name === undefined) return undefined
  const labels: Record<string, string> = {}
  let at = 0
  if (rest!.startsWith('{')) {
    at = 1
    while (rest![at] !== '}') {
      const [whole, label] = /^([a-zA-Z_]\w*)="/.exec(rest!.slice(at)) ?? []
      if (label === undefined || Object.hasOwn(labels, label)) return undefined
      at += whole!.length
      let value = ''
      for (; rest![at] !== '"'; at++) {
        if (at >= rest!.length) return undefined
        if (rest![at] !== '\\') {
          value += rest![at]
          continue
        }
        at++
        const escaped = { '\\': '\\', n: '\n', '"': '"' }[rest![at] ?? '']
        if (escaped === undefined) return undefined
        value += escaped
      }
      labels[label] = value
      at++
      if (rest![at] === ',') at++
      else if (rest![at] !== '}') return undefined
    }
    at++
  }
  const [, number] = /^ (NaN|[+-]Inf|[+-]?[\d.]+(?:e[+-]?\d+)?)$/.exec(rest!.slice(at)) ?? []
  if (number === undefined) return undefined
  return { name, labels, value: Number(number.replace('Inf', 'Infinity')) }
}
