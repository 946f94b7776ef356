const MARKS: Record<string, string> = { ',': '，', ':': '：', ';': '；', '?': '？', '(': '（', ')': '）' }
/** A mark with Chinese on one side; between digits or in English it stays as it is. */
const NARROW =
  /(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])[,:;?()]|[,:;?()](?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])/g

/** Chinese with the full marks that Chinese is set with; people type the narrow ones. */
export function typeset(text: string): string {
  const set = text.replace(NARROW, (mark) => MARKS[mark] ?? mark)
  return set.replace(/（([^（）()]*)\)/g, '（$1）').replace(/\(([^（）()]*)）/g, '（$1）')
}
