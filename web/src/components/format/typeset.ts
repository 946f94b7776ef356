const MARKS: Record<string, string> = { ',': '，', ':': '：', ';': '；', '?': '？', '(': '（', ')': '）' }
/** A mark with Chinese on one side; between digits or in English it stays as it is. */
const NARROW =
  /(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])[,:;?()]|[,:;?()](?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])/g

/** Chinese with the full marks that Chinese is set with; people type the narrow ones. */
export function typeset(text: string): string {
  const set = text.replace(NARROW, (mark) => MARKS[mark] ?? mark).replace(/([，。：；？！、]) +/g, '$1')
  return set.replace(/（([^（）()]*)\)/g, '（$1）').replace(/\(([^（）()]*)）/g, '（$1）')
}

/** Whether a text is Chinese, whatever foreign names it holds: there are at least as many of its characters as words. */
function isChinese(text: string): boolean {
  const own = text.match(/[\u4e00-\u9fff\uff00-\uffef」）]/g)?.length ?? 0
  return own > 0 && own >= (text.match(/[A-Za-z]+/g)?.length ?? 0)
}

/** A message as a sentence: with a capital letter and a full stop. */
export function sentence(text: string): string {
  const said = text.charAt(0).toUpperCase() + text.slice(1)
  if (!said || /[.!?。！？…]$/.test(said)) return said
  return said + (isChinese(said) ? '。' : '.')
}
