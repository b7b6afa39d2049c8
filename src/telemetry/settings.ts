import { z } from 'zod'
import { lazily } from '../lib/lazily.ts'

/** Whether metrics can be asked for at `/metrics`, and where they are sent over OTLP; null for nowhere. */
export type TelemetrySettings = { prometheus: boolean; endpoint: string | null }

function isEndpoint(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === ''
}

/** The section of `config.toml` about metrics that leave: off without it. */
export const telemetrySections = lazily(() => ({
  metrics: z
    .strictObject({
      prometheus: z.boolean().optional(),
      otlp_endpoint: z
        .string()
        .max(500)
        .refine(isEndpoint, {
          error:
            'must be an address like "http://127.0.0.1:4318", without a name and password in it: headers belong into the file `otlp-headers` among the secrets',
        })
        .optional(),
    })
    .optional(),
}))

const sections = lazily(() => z.object(telemetrySections))

export const telemetrySettingsOf = ({ metrics = {} }: z.infer<typeof sections>): TelemetrySettings => ({
  prometheus: metrics.prometheus ?? false,
  endpoint: metrics.otlp_endpoint ?? null,
})
