-- What has happened to one document, oldest first.
SELECT event.sequence, event.type, event.change, datetime(log.at / 1000, 'unixepoch') AS at, log.actor, log.reason
FROM event
JOIN log USING (position)
WHERE event.collection = :collection AND event.id = :id
ORDER BY event.sequence;
