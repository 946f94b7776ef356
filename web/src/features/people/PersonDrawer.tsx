import { Drawer, Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { PersonDetail } from '@/client/types'
import { Await } from '@/components/Await'
import { useFormat } from '@/components/format'

import { usePerson } from './people'
import css from './people.module.css'
import { Posts } from './Posts'

interface Props {
  number: string | undefined
  onOpen: (number: string) => void
  onClose: () => void
}

/** One person; the drawer has a link of its own. */
export function PersonDrawer({ number, onOpen, onClose }: Props) {
  return (
    <Drawer open={Boolean(number)} onClose={onClose} title={number} size={520} destroyOnHidden>
      {number && <Opened number={number} onOpen={onOpen} />}
    </Drawer>
  )
}

function Opened({ number, onOpen }: { number: string; onOpen: Props['onOpen'] }) {
  return <Await query={usePerson(number)}>{(person) => <Told person={person} onOpen={onOpen} />}</Await>
}

function Told({ person, onOpen }: { person: PersonDetail; onOpen: Props['onOpen'] }) {
  const { t } = useTranslation()
  const { date } = useFormat()
  const { manager } = person
  const facts: [string, ReactNode][] = [
    [t('people.number'), person.number],
    [t('people.unit'), person.unit?.name],
    [t('people.position'), person.position],
    [t('people.region'), person.region],
    [
      t('people.manager'),
      manager && (
        <button type="button" className={css.open} onClick={() => onOpen(manager.number)}>
          {manager.name}
        </button>
      ),
    ],
    [t('people.email'), person.hidden.includes('email') ? <Hidden /> : person.email],
    [t('people.hired'), person.hidden.includes('hired') ? <Hidden /> : person.hired && date(person.hired)],
    [t('people.left'), person.left && date(person.left)],
  ]
  return (
    <>
      <h1 style={{ margin: '0 0 20px', fontSize: 22, lineHeight: '32px' }}>{person.name}</h1>
      <dl className={css.facts}>
        {facts
          .filter(([, fact]) => Boolean(fact))
          .map(([name, fact]) => (
            <Fact key={name} name={name} fact={fact} />
          ))}
      </dl>
      <Posts posts={person.posts} />
    </>
  )
}

function Fact({ name, fact }: { name: string; fact: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{fact}</dd>
    </>
  )
}

function Hidden() {
  const { t } = useTranslation()
  return (
    <Tooltip title={t('people.hidden')}>
      <span className={css.soft} aria-label={t('people.hidden')}>
        ＊＊＊
      </span>
    </Tooltip>
  )
}
