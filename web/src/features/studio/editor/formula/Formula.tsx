import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { Compartment, EditorState } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import { Button } from 'antd'
import { useEffect, useEffectEvent, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'

import { useFormat } from '@/components/format'

import { useEntities } from '../../studio'
import { useDesk } from '../desk'
import { Row } from '../Row'
import { completions, FUNCTIONS } from './complete'
import css from './formula.module.css'
import { chips } from './chips'
import { columnOf, marks } from './marks'
import { written } from './written'

const PATH = ['measure', 'formula']

/** A number out of other metrics, as a formula: names are shown, ids are kept. */
export function Formula() {
  const { t } = useTranslation()
  const { body, change } = useDesk()
  const text = written(body.measure?.formula)
  return (
    <Row label={t('studio.slots.formula')} path={PATH} hint={t('studio.formula.hint')}>
      {(id) => <Editor id={id} text={text} onChange={(next) => change(PATH, next)} />}
    </Row>
  )
}

/** The names of the other metrics, by their ids. */
function useNames(): ReadonlyMap<string, string> {
  const { said } = useFormat()
  const { body } = useDesk()
  const { data } = useEntities('metric')
  return useMemo(() => {
    const others = (data?.items ?? []).filter(({ id, standing }) => id !== body.id && standing !== 'removed')
    return new Map(others.map(({ id, name }) => [id, name ? said(name) : id]))
  }, [data, said, body.id])
}

function Editor({ id, text, onChange }: { id: string; text: string; onChange: (text: string) => void }) {
  const { t } = useTranslation()
  const { shut, faults } = useDesk()
  const names = useNames()
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const parts = useMemo(() => ({ names: new Compartment(), shut: new Compartment() }), [])
  const changed = useEffectEvent(onChange)
  const label = t('studio.slots.formula')
  const hint = t('studio.formula.placeholder')
  const about = useAbout()
  const begin = useEffectEvent((parent: HTMLDivElement) => {
    return new EditorView({
      parent,
      state: EditorState.create({
        doc: text,
        extensions: [
          history(),
          closeBrackets(),
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
          EditorView.lineWrapping,
          placeholder(hint),
          EditorView.contentAttributes.of({ id, 'aria-label': label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed(update.state.doc.toString())
          }),
          parts.names.of(wordsOf(names, about)),
          parts.shut.of(EditorState.readOnly.of(shut)),
          marks(),
        ],
      }),
    })
  })

  useEffect(() => {
    if (!place.current) return undefined
    const made = begin(place.current)
    view.current = made
    return () => made.destroy()
  }, [])
  useEffect(() => {
    view.current?.dispatch({ effects: parts.names.reconfigure(wordsOf(names, about)) })
  }, [names, about, parts])
  useEffect(() => {
    const shown = view.current
    if (shown && shown.state.doc.toString() !== text)
      shown.dispatch({ changes: { from: 0, to: shown.state.doc.length, insert: text } })
  }, [text])
  useEffect(() => {
    const wrong = faults.filter(({ path }) => path[0] === 'measure' && path[1] === 'formula').map(columnOf)
    view.current?.dispatch(marks.at(view.current.state, wrong))
  }, [faults])

  const insert = (piece: string) => {
    const shown = view.current
    if (!shown) return
    shown.dispatch(shown.state.replaceSelection(piece))
    if (piece.endsWith(')')) shown.dispatch({ selection: { anchor: shown.state.selection.main.head - 1 } })
    shown.focus()
  }
  return (
    <>
      <div ref={place} className={css.formula} />
      {!shut && (
        <div className={css.keys}>
          {[' + ', ' - ', ' * ', ' / '].map((sign) => (
            <Button
              key={sign}
              size="small"
              aria-label={t('studio.formula.insert', { what: sign.trim() })}
              onClick={() => insert(sign)}
            >
              {SIGNS[sign] ?? sign.trim()}
            </Button>
          ))}
          {FUNCTIONS.map((name) => (
            <Button key={name} size="small" title={about[name]} onClick={() => insert(`${name}()`)}>
              {name}
            </Button>
          ))}
        </div>
      )}
    </>
  )
}

const SIGNS: Record<string, string> = { ' - ': '−', ' * ': '×', ' / ': '÷' }

const wordsOf = (names: ReadonlyMap<string, string>, about: Record<string, string>) => [
  chips(names),
  autocompletion({ override: [completions(names, about)], icons: false, activateOnTyping: true }),
]

function useAbout(): Record<string, string> {
  const { t } = useTranslation()
  return useMemo(() => Object.fromEntries(FUNCTIONS.map((name) => [name, t(`studio.formula.functions.${name}`)])), [t])
}
