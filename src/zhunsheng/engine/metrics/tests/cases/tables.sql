-- What stands, said by hand over everything that was told: the newest word on each id, unless it is a withdrawal.
-- Days are the company's: it lies eight hours east of Greenwich and has no summer time.

CREATE VIEW deals AS
SELECT newest.* EXCLUDE (agent, rank, op, seq, recorded),
       coalesce(aliases.canonical, agent) AS agent,
       CAST(timezone('UTC', closed_at) + INTERVAL 8 HOUR AS DATE) AS day,
       seq
FROM (SELECT *, row_number() OVER (PARTITION BY id ORDER BY seq DESC) AS rank FROM deals_told) AS newest
LEFT JOIN aliases ON aliases.id = newest.agent
WHERE rank = 1 AND op = 'told';

CREATE VIEW events AS
SELECT newest.* EXCLUDE (agent, rank, op, recorded),
       coalesce(aliases.canonical, agent) AS agent,
       CAST(timezone('UTC', moment) + INTERVAL 8 HOUR AS DATE) AS day
FROM (SELECT *, row_number() OVER (PARTITION BY id ORDER BY seq DESC) AS rank FROM events_told) AS newest
LEFT JOIN aliases ON aliases.id = newest.agent
WHERE rank = 1 AND op = 'told';

CREATE VIEW shifts AS
SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY id ORDER BY seq DESC) AS rank FROM shifts_told)
WHERE rank = 1 AND op = 'told';
