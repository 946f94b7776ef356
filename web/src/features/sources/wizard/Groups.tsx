import { ExclamationCircleOutlined } from '@ant-design/icons'
import { Button, Input, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { figure, sentence, useFormat } from '@/components/format'

import { nameOf } from '../body/columns'
import type { SourceBody } from '../body/types'
import type { Fix, ProblemGroup } from '../types'
import css from './wizard.module.css'

const SHOWN = 6

interface Props {
  groups: ProblemGroup[]
  source: SourceBody
  /** Changes the source, from now on. */
  onLearn: (patch: NonNullable<Fix['patch']>) => void
  /** Changes the cells where a text stands, this once. */
  onMend: (field: string, text: string, cell: string) => void
}

/** What is wrong, problem by problem, each with what mends it. */
export function Groups({ groups, source, onLearn, onMend }: Props) {
  const { t } = useTranslation()
  if (groups.length === 0) return null
  return (
    <section>
      <h3>{t('sources.problems')}</h3>
      <ul className={css.groups}>
        {groups.map((group) => (
          <Group
            key={`${group.problem.code} ${group.field ?? ''}`}
            group={group}
            name={group.field && group.field in source.fields ? nameOf(source, group.field) : null}
            fixes={(fixes, text) => (
              <Fixes
                fixes={fixes}
                onLearn={onLearn}
                onMend={group.field && text !== null ? (cell) => onMend(group.field ?? '', text, cell) : undefined}
                onRead={
                  group.field && text
                    ? (meant) => onLearn({ fields: { [group.field ?? '']: { reads: { [text]: meant } } } })
                    : undefined
                }
              />
            )}
          />
        ))}
      </ul>
    </section>
  )
}

interface GroupProps {
  group: ProblemGroup
  name: { zh: string; en: string } | null
  fixes: (fixes: Fix[], text: string | null) => ReactNode
}

/** One problem: in which column, in how many rows, which texts. */
export function Group({ group, name, fixes }: GroupProps) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const [all, setAll] = useState(false)
  const shown = all ? group.texts : group.texts.slice(0, SHOWN)
  return (
    <li className={css.group}>
      <div className={css.groupHead}>
        <ExclamationCircleOutlined aria-hidden="true" />
        <div>
          {name && <strong>{t('sources.inColumn', { name: said(name) })}</strong>} {sentence(said(group.problem.what))}
          {group.problem.todo && group.fixes.length === 0 && (
            <div className={css.soft}>{t('components.trouble.todo', { todo: sentence(said(group.problem.todo)) })}</div>
          )}
        </div>
        <span className={css.rowsOf}>{t('sources.rowCount', { count: group.rows, figure: figure(group.rows) })}</span>
      </div>
      {group.fixes.length > 0 && <div className={css.groupFixes}>{fixes(group.fixes, null)}</div>}
      {shown.length > 0 && (
        <ul className={css.texts}>
          {shown.map(({ text, rows, fixes: own }) => (
            <li key={text}>
              <code className={css.wrong}>{text || t('sources.blank')}</code>
              <span className={css.times}>× {figure(rows)}</span>
              {fixes(own, text)}
            </li>
          ))}
        </ul>
      )}
      {group.texts.length > SHOWN && (
        <Button type="link" size="small" onClick={() => setAll(!all)}>
          {t(all ? 'sources.fewer' : 'sources.allTexts', { count: group.texts.length })}
        </Button>
      )}
    </li>
  )
}

interface FixesProps {
  fixes: Fix[]
  onLearn: Props['onLearn']
  onMend: ((cell: string) => void) | undefined
  onRead: ((meant: string) => void) | undefined
}

function Fixes({ fixes, onLearn, onMend, onRead }: FixesProps) {
  const { t } = useTranslation()
  const { said } = useFormat()
  return (
    <span className={css.fixes}>
      {fixes.map(({ said: words, patch, cell }) => (
        <span key={words.en} className={css.fix}>
          {patch && (
            <Button size="small" onClick={() => onLearn(patch)}>
              {said(words)}
            </Button>
          )}
          {cell !== null && onMend && (
            <Button size="small" type={patch ? 'text' : 'default'} onClick={() => onMend(cell)}>
              {patch ? t('sources.once') : said(words)}
            </Button>
          )}
        </span>
      ))}
      {onRead && <ReadAs onRead={onRead} />}
    </span>
  )
}

/** What a text is to be read as from now on, in somebody's own words. */
function ReadAs({ onRead }: { onRead: (meant: string) => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string | null>(null)
  if (typed === null) {
    return (
      <Button size="small" type="text" onClick={() => setTyped('')}>
        {t('sources.readAsOther')}
      </Button>
    )
  }
  return (
    <Space.Compact size="small">
      <Input
        autoFocus
        size="small"
        aria-label={t('sources.readTo')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onPressEnter={() => typed.trim() && onRead(typed.trim())}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setTyped(null)
        }}
      />
      <Button size="small" disabled={!typed.trim()} onClick={() => onRead(typed.trim())}>
        {t('sources.always')}
      </Button>
    </Space.Compact>
  )
}
