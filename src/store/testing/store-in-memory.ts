import { Database } from 'bun:sqlite'
import { openStore, type Store, type StoreName, setPragmas } from '../store.ts'

const images = new Map<StoreName, Uint8Array>()

/** A new, empty store in memory. The migrations run once in a process; every store is a copy of what they made. */
export function storeInMemory(name: StoreName): Store {
  let image = images.get(name)
  if (!image) {
    const { $client } = openStore(name, ':memory:')
    image = $client.serialize()
    $client.close()
    images.set(name, image)
  }
  const client = Database.deserialize(image, { strict: true })
  setPragmas(client)
  return { $client: client }
}
