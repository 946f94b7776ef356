type Tree = Record<string, unknown>

/** A formula as people write it, whether the blueprint keeps it as text or as a tree. */
export function written(formula: unknown): string {
  if (typeof formula === 'string') return formula
  if (typeof formula !== 'object' || formula === null) return ''
  return spelt(formula as Tree).replace(/^\((.*)\)$/, (whole, inner: string) => (balanced(inner) ? inner : whole))
}

function spelt(tree: Tree): string {
  if (typeof tree.number === 'number') return String(tree.number)
  if (typeof tree.metric === 'string') return tree.metric
  if (typeof tree.op === 'string') return `(${part(tree.left)} ${tree.op} ${part(tree.right)})`
  const given = Array.isArray(tree.arguments) ? tree.arguments.map(part) : []
  return tree.call === 'negative' ? `(-${given.join()})` : `${String(tree.call)}(${given.join(', ')})`
}

const part = (tree: unknown) => (typeof tree === 'object' && tree !== null ? spelt(tree as Tree) : String(tree))

/** Whether every bracket within closes within. */
function balanced(text: string): boolean {
  let open = 0
  for (const sign of text) {
    open += sign === '(' ? 1 : sign === ')' ? -1 : 0
    if (open < 0) return false
  }
  return open === 0
}
