import { useTranslation } from 'react-i18next'

import type { PersonDetail } from '@/client/types'
import { useFormat } from '@/components/format'

import css from './people.module.css'

type Post = PersonDetail['posts'][number]

/** Where somebody was, one vertical line, the newest first. */
export function Posts({ posts }: { posts: Post[] }) {
  const { t } = useTranslation()
  if (posts.length === 0) return null
  const newest = [...posts].sort((one, other) => (other.starts ?? '').localeCompare(one.starts ?? ''))
  return (
    <>
      <h2 className={css.posts}>{t('people.posts')}</h2>
      <ol className={css.line}>
        {newest.map((post) => (
          <Held key={`${post.starts ?? ''} ${post.unit?.code ?? ''} ${post.primary}`} post={post} />
        ))}
      </ol>
    </>
  )
}

function Held({ post }: { post: Post }) {
  const { t } = useTranslation()
  const { span, today } = useFormat()
  const dated = post.starts !== null || post.ends !== null
  const current = dated && (post.starts ?? today) <= today && (post.ends ?? today) >= today
  const marks = [...(current ? [t('people.current')] : []), ...(post.primary ? [] : [t('people.second')])]
  const about = [post.region, post.manager && t('people.report', { name: post.manager.name })].filter(Boolean)
  return (
    <li className={current ? css.now : undefined}>
      <div>
        <span className={css.name}>{[post.unit?.name, post.position].filter(Boolean).join(' · ')}</span>{' '}
        <span className={css.soft}>{marks.join(' · ')}</span>
      </div>
      {dated && <div className={css.soft}>{span(post.starts, post.ends)}</div>}
      {about.length > 0 && <div className={css.soft}>{about.join(' · ')}</div>}
    </li>
  )
}
