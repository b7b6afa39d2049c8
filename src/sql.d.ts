declare module '*.sql' {
  const text: string
  export default text
}

declare module 'ui:assets' {
  import type { Assets } from './http/assets.ts'
  export const assets: Assets
}
