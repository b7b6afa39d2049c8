/**
 * What an office is drawn of, from below to above: the ground, what is on the walls, the glow of who does much, all that
 * stands on the floor by its depth; the beams from the windows; the light that everything below is multiplied with; the
 * bloom that is added to it; and what lies above the light.
 */
export const drawingOrder = ['ground', 'walls', 'glows', 'standing', 'beams', 'light', 'bloom', 'over'] as const

export type Drawing = (typeof drawingOrder)[number]
