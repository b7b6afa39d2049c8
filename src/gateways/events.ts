/** How gateways are, what was changed in one, or who asks to be let in, has changed: whoever shows it asks again. */
export type GatewaysEvent = { kind: 'gateways.changed' }
