import type { Component } from './inside.ts'

type Product = { name: string; version: string; license: string }

/** What is inside, as CycloneDX 1.6 has it. The same sources give the same text: it has no time and no number of its own. */
export function sbom({ name, version, license }: Product, components: readonly Component[]) {
  const self = `pkg:generic/${name}@${version}`
  const refs = new Map(components.map((component) => [`${component.name}@${component.version}`, refOf(component)]))
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: { type: 'application', 'bom-ref': self, name, version, purl: self, licenses: licensed(license) },
    },
    components: [
      {
        type: 'platform',
        'bom-ref': bunRef,
        name: 'bun',
        version: Bun.version,
        purl: bunRef,
        licenses: licensed('MIT'),
      },
      ...components.map((component) => ({
        type: 'library',
        'bom-ref': refOf(component),
        name: component.name,
        version: component.version,
        purl: refOf(component),
        ...(component.licence !== null && { licenses: licensed(component.licence) }),
        ...(component.sha512 !== null && { hashes: [{ alg: 'SHA-512', content: component.sha512 }] }),
      })),
    ],
    dependencies: [
      { ref: self, dependsOn: [bunRef, ...refs.values()] },
      ...components.map((component) => ({
        ref: refOf(component),
        dependsOn: component.needs.flatMap((id) => refs.get(id) ?? []),
      })),
    ],
  }
}

const bunRef = `pkg:npm/bun@${Bun.version}`
const refOf = ({ name, version }: Component) => `pkg:npm/${name.replace('@', '%40')}@${version}`

/** One licence by its id, several by an expression. */
const licensed = (text: string) =>
  /^[\w.+-]+$/.test(text)
    ? [{ license: { id: text } }]
    : / (OR|AND|WITH) /.test(text)
      ? [{ expression: text }]
      : [{ license: { name: text } }]
