type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A JSON merge patch (RFC 7396): what is null goes, objects are merged, everything else is put in place. */
export function mergePatch<T extends object>(target: T, patch: object): T {
  return merged(target, patch) as T
}

function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const result: Json = isObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, key)
    else result[key] = merged(result[key], value)
  }
  return result
}
