import { Popover } from 'antd'
import { useTranslation } from 'react-i18next'

import { sentence, useFormat } from '@/components/format'

import { TYPES } from '../body/types'
import type { ColumnGuess } from '../types'
import css from './wizard.module.css'

const STEPS = [0.25, 0.5, 0.75] // what each stroke of the bar stands for

/** How sure a proposal is, as a bar and a word; what speaks for it on hover or tap. */
export function Confidence({ guess }: { guess: ColumnGuess }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const { confidence } = guess
  const typeWord = (type: string) => {
    const known = TYPES.find((one) => one === type)
    return known ? t(`sources.types.${known}`) : type
  }
  const word = confidence >= 0.8 ? 'sure' : confidence >= 0.6 ? 'likely' : 'look'
  return (
    <Popover
      trigger={['hover', 'click']}
      content={
        <div className={css.why}>
          <p>{sentence(said(guess.why))}</p>
          {guess.others.length > 0 && (
            <p className={css.soft}>
              {t('sources.orElse', { types: guess.others.map(({ type }) => typeWord(type)).join(t('sources.or')) })}
            </p>
          )}
          <p className={css.soft}>
            {t('sources.filled', { share: Math.round(guess.filled * 100), count: guess.distinct })}
          </p>
        </div>
      }
    >
      <button type="button" className={`${css.sure} ${word === 'look' ? css.look : ''}`}>
        <span className={css.bars} aria-hidden="true">
          {STEPS.map((step) => (
            <i key={step} className={confidence > step ? css.barOn : undefined} />
          ))}
        </span>
        {t(`sources.sure.${word}`)}
      </button>
    </Popover>
  )
}
