import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import type {
  ActionProps,
  ControlElementsProp,
  FieldSelectorProps,
  FullField,
  NotToggleProps,
  VersatileSelectorProps,
} from 'react-querybuilder'

import type { Field } from '../desk'
import { iconOf } from '../picture/FieldCard'
import css from './filter.module.css'
import { Value } from './Value'

/** What the tree hands to its controls. */
export interface Context {
  known: ReadonlyMap<string, Field>
}

interface Option {
  name: string
  label: string
}
const flat = (options: unknown) => options as Option[]

function FieldSelector(props: FieldSelectorProps) {
  const { value, options, disabled } = props
  const { t } = useTranslation()
  const { known } = props.context as Context
  return (
    <Select
      className={css.field}
      aria-label={t('studio.filter.field')}
      disabled={disabled}
      showSearch={{ optionFilterProp: 'title' }}
      popupMatchSelectWidth={240}
      value={value}
      status={known.has(value ?? '') ? undefined : 'error'}
      options={flat(options).map(({ name, label }) => {
        const field = known.get(name)
        return {
          value: name,
          title: label,
          label: (
            <>
              <span className={css.icon}>{field && iconOf(field)}</span> {label}
            </>
          ),
        }
      })}
      onChange={(next: string) => props.handleOnChange(next)}
    />
  )
}

function OperatorSelector(props: VersatileSelectorProps) {
  const { value, options, disabled } = props
  const { t } = useTranslation()
  return (
    <Select
      className={css.operator}
      aria-label={t('studio.filter.test')}
      disabled={disabled}
      popupMatchSelectWidth={false}
      value={value}
      options={flat(options).map(({ name, label }) => ({ value: name, label }))}
      onChange={(next: string) => props.handleOnChange(next)}
    />
  )
}

function Combinator(props: VersatileSelectorProps) {
  const { value, options, disabled, rules = [] } = props
  const { t } = useTranslation()
  if (rules.length < 2) return null
  return (
    <Select
      size="small"
      aria-label={t('studio.filter.combine')}
      disabled={disabled}
      popupMatchSelectWidth={false}
      value={value}
      options={flat(options).map(({ name, label }) => ({ value: name, label }))}
      onChange={(next: string) => props.handleOnChange(next)}
    />
  )
}

function NotToggle(props: NotToggleProps) {
  const { checked, disabled, ruleGroup } = props
  const { t } = useTranslation()
  if (ruleGroup.rules.length === 0) return null
  return (
    <label className={css.not}>
      <Switch size="small" disabled={disabled} checked={checked ?? false} onChange={(on) => props.handleOnChange(on)} />
      {t('studio.filter.not')}
    </label>
  )
}

function AddRule(props: ActionProps) {
  const { t } = useTranslation()
  return (
    <Button size="small" icon={<PlusOutlined />} disabled={props.disabled} onClick={() => props.handleOnClick()}>
      {t('studio.filter.add')}
    </Button>
  )
}

function AddGroup(props: ActionProps) {
  const { level, schema, rules = [] } = props
  const { t } = useTranslation()
  if (level + 1 >= schema.maxLevels || rules.length === 0) return null
  return (
    <Button size="small" type="text" disabled={props.disabled} onClick={() => props.handleOnClick()}>
      {t('studio.filter.group')}
    </Button>
  )
}

function Remove(props: ActionProps) {
  const { t } = useTranslation()
  return (
    <Button
      type="text"
      className={css.remove}
      icon={<CloseOutlined />}
      aria-label={t('studio.filter.remove')}
      disabled={props.disabled}
      onClick={() => props.handleOnClick()}
    />
  )
}

/** The controls of the tree, in the house's look. */
export const controls: ControlElementsProp<FullField, string> = {
  fieldSelector: FieldSelector,
  operatorSelector: OperatorSelector,
  combinatorSelector: Combinator,
  notToggle: NotToggle,
  addRuleAction: AddRule,
  addGroupAction: AddGroup,
  removeRuleAction: Remove,
  removeGroupAction: Remove,
  valueEditor: Value,
}
