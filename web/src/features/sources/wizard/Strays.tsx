import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { figure, useFormat } from '@/components/format'

import type { SourceBody } from '../body/types'
import { withField } from '../body/columns'
import type { Match, Stray } from '../types'
import { MemberSelect } from './MemberSelect'
import type { WorkState } from './useWork'
import css from './wizard.module.css'

const SHOWN = 8
const LIKELY = 75 // of 100: so much alike, a proposal is one click away

interface Props {
  strays: Stray[]
  source: SourceBody
  state: WorkState
}

const same = (one: Match, { dimension, text }: Stray) => one.dimension === dimension && one.text === text

/** Values that are no member of their list: which one each means, for this file or from now on. */
export function Strays({ strays, source, state }: Props) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const [all, setAll] = useState(false)
  const { work, change } = state
  if (strays.length === 0) return null
  const shown = all ? strays : strays.slice(0, SHOWN)

  function match(stray: Stray, key: string | undefined) {
    change((now) => {
      const others = now.matches.filter((one) => !same(one, stray))
      return { matches: key ? [...others, { dimension: stray.dimension, text: stray.text, key }] : others }
    })
  }
  function learn(stray: Stray, key: string) {
    change((now) => ({
      source: withField(now.source, stray.field, {
        reads: { ...now.source.fields[stray.field]?.reads, [stray.text]: key },
      }),
      matches: now.matches.filter((one) => !same(one, stray)),
    }))
  }

  return (
    <section>
      <h3>{t('sources.strays')}</h3>
      <p className={css.soft}>{t('sources.straysText')}</p>
      <ul className={css.strays}>
        {shown.map((stray) => {
          const likely = stray.proposals.find(({ likeness }) => likeness >= LIKELY)
          const chosen = work.matches.find((one) => same(one, stray))?.key
          return (
            <li key={`${stray.dimension} ${stray.field} ${stray.text}`}>
              <span className={css.strayText}>
                <code className={css.wrong}>{stray.text}</code>
                <span className={css.times}>× {figure(stray.rows)}</span>
              </span>
              <span className={css.soft}>{said(stray.dimension_name)}</span>
              <MemberSelect stray={stray} value={chosen} onChange={(key) => match(stray, key)} />
              <span>
                {!chosen && likely && stray.field in source.fields && (
                  <Button size="small" onClick={() => learn(stray, likely.key)}>
                    {t('sources.readAsLikely', { name: likely.name })}
                  </Button>
                )}
                {chosen && stray.field in source.fields && (
                  <Button size="small" type="text" onClick={() => learn(stray, chosen)}>
                    {t('sources.always')}
                  </Button>
                )}
              </span>
            </li>
          )
        })}
      </ul>
      {strays.length > SHOWN && (
        <Button type="link" size="small" onClick={() => setAll(!all)}>
          {t(all ? 'sources.fewer' : 'sources.allTexts', { count: strays.length })}
        </Button>
      )}
    </section>
  )
}
