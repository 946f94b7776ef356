import { Input } from 'antd'
import { useTranslation } from 'react-i18next'

import { useDesk } from './desk'
import { Row } from './Row'
import { Section } from './Section'

const LANGUAGES = ['zh', 'en'] as const

/** What the metric is called, and a sentence for those who read it. */
export function Names() {
  const { t } = useTranslation()
  const { body, shut, change } = useDesk()
  return (
    <Section title={t('studio.sections.names')}>
      {LANGUAGES.map((language) => (
        <Row key={language} label={t(`studio.names.${language}`)} path={['name', language]}>
          {(id, wrong) => (
            <Input
              id={id}
              lang={language}
              disabled={shut}
              status={wrong ? 'error' : undefined}
              maxLength={80}
              value={body.name?.[language] ?? ''}
              onChange={({ target }) => change(['name', language], target.value)}
            />
          )}
        </Row>
      ))}
      {LANGUAGES.map((language) => (
        <Row key={language} label={t(`studio.about_.${language}`)} path={['description', language]}>
          {(id, wrong) => (
            <Input.TextArea
              id={id}
              lang={language}
              disabled={shut}
              status={wrong ? 'error' : undefined}
              autoSize={{ minRows: 1, maxRows: 4 }}
              maxLength={500}
              placeholder={language === 'zh' ? t('studio.about_.hint') : undefined}
              value={body.description?.[language] ?? ''}
              onChange={({ target }) => change(['description'], described(body.description, language, target.value))}
            />
          )}
        </Row>
      ))}
    </Section>
  )
}

/** A description in both languages; none where both are empty. */
function described(before: { zh?: string; en?: string } | undefined, language: 'zh' | 'en', text: string) {
  const after = { zh: before?.zh ?? '', en: before?.en ?? '', [language]: text }
  return after.zh || after.en ? after : undefined
}
