import { type Extension, RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate, WidgetType } from '@codemirror/view'

import css from './formula.module.css'

const ID = /[a-z][a-z0-9_]*/g

class Chip extends WidgetType {
  constructor(
    readonly id: string,
    readonly name: string,
  ) {
    super()
  }
  override eq(other: Chip) {
    return other.id === this.id && other.name === this.name
  }
  override toDOM() {
    const chip = document.createElement('span')
    chip.className = css.chip ?? ''
    chip.textContent = this.name
    chip.title = this.id
    return chip
  }
}

/** Shows the ids of known metrics as their names, save the one that is being typed. */
export function chips(names: ReadonlyMap<string, string>): Extension {
  const plugin = ViewPlugin.fromClass(
    class {
      shown: DecorationSet
      constructor(view: EditorView) {
        this.shown = chipsIn(view, names)
      }
      update(update: ViewUpdate) {
        if (update.docChanged || update.selectionSet || update.focusChanged) this.shown = chipsIn(update.view, names)
      }
    },
    {
      decorations: (value) => value.shown,
      provide: (found) => EditorView.atomicRanges.of((view) => view.plugin(found)?.shown ?? Decoration.none),
    },
  )
  return plugin
}

function chipsIn(view: EditorView, names: ReadonlyMap<string, string>): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  const { head } = view.state.selection.main
  for (const { 0: id, index } of view.state.doc.toString().matchAll(ID)) {
    const end = index + id.length
    const name = names.get(id)
    const typing = view.hasFocus && head === end && view.state.selection.main.empty
    if (name === undefined || typing) continue
    builder.add(index, end, Decoration.replace({ widget: new Chip(id, name) }))
  }
  return builder.finish()
}
