import { CheckOutlined, RightOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import type { Todo } from '@/client/start'

import { useFormat } from '../format'
import css from './checklist.module.css'

/** What is left to set up, each with why and the way there; what is done is crossed off. */
export function Checklist({ todos }: { todos: Todo[] }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  return (
    <ul className={css.todos}>
      {todos.map(({ id, name, why, to, done }) => (
        <li key={id}>
          <Link to={to} className={done ? `${css.todo} ${css.past}` : css.todo}>
            <span
              className={done ? css.done : css.open}
              role="img"
              aria-label={t(done ? 'components.checklist.done' : 'components.checklist.open')}
            >
              {done && <CheckOutlined />}
            </span>
            <span className={css.words}>
              <strong>{said(name)}</strong>
              {!done && <span>{said(why)}</span>}
            </span>
            <RightOutlined aria-hidden="true" />
          </Link>
        </li>
      ))}
    </ul>
  )
}
