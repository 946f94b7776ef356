import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'

import css from './form.module.css'
import { type Answer, ANSWERS, type Row } from './rows'

interface Props {
  row: Row
  number: number
  /** Whether another question asks for a file already; there is one at most. */
  shown: boolean
  onChange: (change: Partial<Row>) => void
  onRemove: () => void
  onUp?: () => void
  onDown?: () => void
}

/** One question of a form: its words, what kind of answer it takes, whether it must be answered. */
export function Question({ row, number, shown, onChange, onRemove, onUp, onDown }: Props) {
  const { t } = useTranslation()
  const { answer } = row
  return (
    <li className={css.question}>
      <div className={css.questionRow}>
        <Input
          value={row.zh}
          maxLength={80}
          aria-label={t('sources.form.question', { number })}
          placeholder={t('sources.form.question', { number })}
          onChange={(event) => onChange({ zh: event.target.value })}
        />
        <Input
          value={row.en}
          maxLength={80}
          aria-label={t('sources.form.questionEn', { number })}
          placeholder={t('sources.form.inEnglish')}
          onChange={(event) => onChange({ en: event.target.value })}
        />
        <Select
          value={answer}
          aria-label={t('sources.form.answerOf', { number })}
          popupMatchSelectWidth={false}
          options={ANSWERS.filter((one) => one !== 'evidence' || !shown).map((one) => ({
            value: one,
            label: t(`sources.form.answers.${one}`),
          }))}
          onChange={(next: Answer) => onChange({ answer: next })}
        />
      </div>
      {answer === 'choice' && (
        <Select
          mode="tags"
          open={false}
          suffix={null}
          tokenSeparators={['，', ',', '、']}
          aria-label={t('sources.choices')}
          placeholder={t('sources.form.choicesHint')}
          value={row.choices}
          onChange={(choices: string[]) => onChange({ choices })}
        />
      )}
      {(answer === 'number' || answer === 'money' || answer === 'integer') && (
        <Input
          value={row.unit}
          maxLength={40}
          aria-label={t('sources.unit')}
          placeholder={t('sources.form.unitHint')}
          onChange={(event) => onChange({ unit: event.target.value })}
        />
      )}
      <div className={css.questionFoot}>
        <Checkbox checked={row.required} onChange={(event) => onChange({ required: event.target.checked })}>
          {t('sources.form.required')}
        </Checkbox>
        <span>
          <Button
            type="text"
            disabled={!onUp}
            icon={<ArrowUpOutlined />}
            aria-label={t('sources.form.up', { number })}
            onClick={onUp}
          />
          <Button
            type="text"
            disabled={!onDown}
            icon={<ArrowDownOutlined />}
            aria-label={t('sources.form.down', { number })}
            onClick={onDown}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('sources.form.remove', { number })}
            onClick={onRemove}
          />
        </span>
      </div>
    </li>
  )
}
