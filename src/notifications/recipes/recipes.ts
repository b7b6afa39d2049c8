import { chatRecipes } from './chat.ts'
import { generalRecipes } from './general.ts'
import { incidentRecipes } from './incident.ts'
import { mailRecipes } from './mail.ts'
import { phoneRecipes } from './phone.ts'
import { pushRecipes } from './push.ts'
import type { Recipe } from './recipe.ts'

/** Every provider that is reached by one request. */
export const recipes: readonly Recipe[] = [
  ...pushRecipes,
  ...chatRecipes,
  ...incidentRecipes,
  ...phoneRecipes,
  ...mailRecipes,
  ...generalRecipes,
]
